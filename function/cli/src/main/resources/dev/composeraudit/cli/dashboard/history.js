// One environment: what is said of it now, and how that came about.

import { Cache, carryOver, foreign, h, sync } from './dom.js';
import { compare } from './board.js';
import { pictures } from './picture.js';
import { SENTENCE, outward, remediation, severityBadge, verdictBadge } from './findings.js';
import { VERDICTS, absolute, ago, caption, clock, cut, day, duration, iso, plural, policyTitle, shortName } from './words.js';

const ORDER = Object.keys(VERDICTS);
const cache = new Cache();

/**
 * The history's steps, oldest first: what happened, and what was found out then. A step is
 * `{time, title, who}` or `{time, title, after, results}`, its results told apart by what is new.
 */
export function steps(statements) {
  const openSince = new Map();
  const found = [];
  let event;
  for (const judgement of judgements(statements)) {
    const { trigger, seen, judged } = judgement[0];
    if (event !== trigger.id + trigger.kind) {
      found.push({ time: seen, title: happening(trigger), who: trigger.principal, kind: trigger.kind });
    }
    const again = event === trigger.id + trigger.kind;
    event = trigger.id + trigger.kind;
    found.push({
      time: judged,
      title: again ? 'Judged again' : judging(trigger.kind),
      after: judged - seen,
      results: judgement.map((statement) => result(statement, openSince)),
    });
  }
  return found;
}

/** Statements of the same evaluation, together. */
function judgements(statements) {
  const byEvaluation = new Map();
  for (const statement of statements) {
    const key = `${statement.trigger.id}\n${statement.trigger.kind}\n${statement.judged}`;
    byEvaluation.set(key, [...(byEvaluation.get(key) ?? []), statement]);
  }
  return [...byEvaluation.values()].sort((a, b) => a[0].seen - b[0].seen || a[0].judged - b[0].judged);
}

function happening(trigger) {
  switch (trigger.kind) {
    case 'create-first':
      return 'Creation requested';
    case 'create-last':
      return 'Creation ended';
    case 'update':
      return 'Changed';
    case 'delete':
      return 'Deletion';
    case 'sweep':
      return 'Periodic sweep';
    case 'scan':
      return 'Scan from a command line';
    default:
      return trigger.kind || 'Looked at';
  }
}

function judging(kind) {
  if (kind === 'create-first') return 'Judged at the first log entry';
  if (kind === 'create-last') return 'Judged at the last log entry';
  return kind === 'delete' ? 'Findings settled' : 'Judged';
}

function result(statement, openSince) {
  const since = openSince.get(statement.uid);
  if (statement.verdict === 'FAIL') {
    if (since === undefined) openSince.set(statement.uid, statement.seen);
    return { statement, change: since === undefined ? 'opened' : 'still' };
  }
  if (since !== undefined && statement.verdict !== 'ERROR' && statement.verdict !== 'EXEMPT') {
    openSince.delete(statement.uid);
    return { statement, change: 'closed', length: statement.seen - since };
  }
  return { statement, change: '' };
}

/** Shows an environment in an element; what is there already stays where it can. */
export function renderHistory(parent, name, findings, statements) {
  const latest = findings.reduce((a, b) => (a && a.seen > b.seen ? a : b), undefined);
  const head = cache.get(`head ${name}`, latest ? latest.message + latest.judged : '', () => heading(name, latest));
  const now = cache.get(`now ${name}`, findings.map((finding) => finding.message + finding.judged).join(), (former) =>
    carryOver(former, current(findings)),
  );
  const version = !statements ? 'loading' : statements.map((statement) => statement.message + statement.judged).join();
  const past = cache.get(`past ${name}`, version, () => timeline(statements, findings));
  const drawn = cache.get(`drawn ${name}`, findings.map((finding) => finding.message + finding.judged).join(), (former) =>
    carryOver(former, drawings(findings)),
  );
  sync(parent, [head, drawn, columns(parent, past, now)]);
  cache.sweep();
}

/** The columns' frame is kept, so that nothing in them loses its place. */
function columns(parent, past, now) {
  const former = parent.querySelector(':scope > .columns');
  if (!former) return h('div', { class: 'columns' }, past, now);
  sync(former, [past, now]);
  return former;
}

function drawings(findings) {
  const all = pictures(findings);
  return h(
    'section',
    { class: 'drawings', 'aria-labelledby': 'drawings-title', hidden: all.length === 0 },
    h('h3', { id: 'drawings-title' }, 'What destinations see'),
    ...all,
  );
}

function heading(name, latest) {
  const environment = latest?.environment;
  return h(
    'div',
    { class: 'place' },
    h('a', { class: 'back', href: '#/', 'data-focus': 'back' }, '← All findings'),
    h('h2', { tabindex: '-1', 'data-focus': 'place' }, foreign(shortName(name))),
    environment
      ? h(
          'p',
          { class: 'facts-line' },
          ...[environment.project, environment.region, environment.image, environment.state && caption(environment.state)]
            .filter(Boolean)
            .map((fact) => h('span', {}, foreign(cut(fact, 120)))),
          environment.console ? outward(environment.console, 'Open in the console') : null,
        )
      : h('p', { class: 'empty' }, 'Nothing was heard of it since this dashboard was started.'),
  );
}

function current(findings) {
  const sorted = [...findings].sort(
    (a, b) =>
      ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict) || b.severity - a.severity || compare(a.policy.name, b.policy.name),
  );
  return h(
    'section',
    { class: 'now', 'aria-labelledby': 'now-title' },
    h('h3', { id: 'now-title' }, 'Now'),
    h('ul', {}, ...sorted.map(policyNow)),
  );
}

function policyNow(finding) {
  if (!['FAIL', 'ERROR', 'EXEMPT'].includes(finding.verdict)) {
    return h(
      'li',
      { class: 'card quiet', 'data-verdict': finding.verdict },
      h('div', { class: 'headline' }, verdictBadge(finding.verdict), h('h4', {}, foreign(policyTitle(finding.policy)))),
      finding.verdict === 'PASS' ? null : h('p', { class: 'consequences' }, ...finding.messages.map(foreign)),
    );
  }
  const isTrouble = finding.verdict === 'FAIL' || finding.verdict === 'ERROR';
  return h(
    'li',
    { class: 'card', 'data-verdict': finding.verdict, 'data-uid': finding.uid },
    h(
      'div',
      { class: 'headline' },
      verdictBadge(finding.verdict),
      finding.verdict === 'FAIL' ? severityBadge(finding) : null,
      h('span', { class: 'when' }, ago(finding.seen)),
    ),
    h('h4', {}, foreign(policyTitle(finding.policy))),
    ...finding.messages.map((message) => h('p', { class: 'message' }, foreign(cut(message, SENTENCE)))),
    finding.exemption
      ? h('p', { class: 'consequences' }, 'Until ', foreign(finding.exemption.until), ': ', foreign(finding.exemption.reason))
      : null,
    finding.causedBy.length > 0
      ? h('p', { class: 'consequences' }, 'Because of ', ...finding.causedBy.map((policy) => h('code', {}, foreign(cut(policy, 120)))))
      : null,
    isTrouble && finding.remediation
      ? h(
          'details',
          {},
          h('summary', { 'data-focus': `now ${finding.uid}` }, 'What to do'),
          h('div', { class: 'advice' }, ...remediation(finding.remediation)),
        )
      : null,
  );
}

/** Since when a violation of its own is open; undefined if none is. */
function openSince(findings, found) {
  const open = findings.filter((finding) => finding.verdict === 'FAIL').map((finding) => finding.uid);
  const times = found
    .flatMap((step) => step.results ?? [])
    .filter(({ statement, change }) => change === 'opened' && open.includes(statement.uid))
    .map(({ statement }) => statement.seen);
  return times.length > 0 ? Math.min(...times) : undefined;
}

function timeline(statements, findings) {
  const found = statements ? steps(statements) : [];
  const since = openSince(findings, found);
  let before = '';
  return h(
    'section',
    { class: 'past', 'aria-labelledby': 'past-title' },
    h('h3', { id: 'past-title' }, 'Timeline'),
    statements ? null : h('p', { class: 'empty' }, 'Loading'),
    h(
      'ol',
      { class: 'timeline' },
      ...found.map((step) => {
        const date = day(step.time);
        const isNewDay = date !== before;
        before = date;
        return stepItem(step, isNewDay ? date : '');
      }),
      since === undefined
        ? null
        : h(
            'li',
            { class: 'step last', 'data-tone': 'FAIL' },
            h('span', { class: 'time' }, 'Now'),
            h('p', { class: 'title' }, h('strong', {}, 'Still open'), h('span', { class: 'who' }, ', first seen ', ago(since))),
          ),
    ),
  );
}

function stepItem(step, date) {
  return h(
    'li',
    { class: 'step', 'data-tone': tone(step) },
    h('time', { datetime: iso(step.time), title: absolute(step.time) }, date ? h('span', { class: 'date' }, date) : null, clock(step.time)),
    h(
      'div',
      { class: 'what' },
      h(
        'p',
        { class: 'title' },
        h('strong', {}, step.title),
        step.who ? h('span', { class: 'who' }, ' by ', foreign(cut(step.who, 120))) : null,
        step.results ? h('span', { class: 'who' }, ` ${duration(step.after)} later`) : null,
      ),
      step.results ? h('ul', {}, ...resultItems(step.results)) : null,
    ),
  );
}

function tone(step) {
  if (!step.results) return step.kind === 'delete' ? 'GONE' : 'event';
  const worst = Math.min(...step.results.map(({ statement }) => ORDER.indexOf(statement.verdict)));
  if (worst > ORDER.indexOf('EXEMPT') && step.results.some(({ change }) => change === 'closed')) return 'PASS';
  return ORDER[worst];
}

/** What is new stands for itself; what complies or does not apply is counted. */
function resultItems(results) {
  const told = results.filter(({ statement, change }) => change || ['ERROR', 'EXEMPT'].includes(statement.verdict));
  told.sort((a, b) => ORDER.indexOf(a.statement.verdict) - ORDER.indexOf(b.statement.verdict) || compare(a.statement.policy, b.statement.policy));
  const items = told.map(resultItem);
  for (const verdict of ['PASS', 'NOT_APPLICABLE', 'GONE']) {
    const count = results.filter(({ statement, change }) => !change && statement.verdict === verdict).length;
    if (count > 0) items.push(h('li', { 'data-verdict': verdict }, sign(verdict), h('span', {}, tallied(verdict, count))));
  }
  return items;
}

function tallied(verdict, count) {
  const policies = plural(count, 'policy', 'policies');
  if (verdict === 'PASS') return `${policies} ${count === 1 ? 'complies' : 'comply'}`;
  return verdict === 'GONE' ? `${policies}: nothing left to judge` : `${policies} ${count === 1 ? 'does' : 'do'} not apply`;
}

function resultItem({ statement, change, length }) {
  const words = {
    opened: 'Violated',
    still: 'Still violated',
    closed: `Resolved after ${duration(length)}`,
    '': VERDICTS[statement.verdict].word,
  };
  return h(
    'li',
    { 'data-verdict': statement.verdict },
    sign(statement.verdict),
    h(
      'span',
      {},
      h('strong', {}, words[change]),
      ': ',
      foreign(policyTitle({ title: statement.title, name: statement.policy })),
      statement.causedBy.length > 0 ? h('span', { class: 'who' }, ' because of ', foreign(cut(statement.causedBy.join(', '), 200))) : null,
      statement.verdict === 'ERROR' && statement.causedBy.length === 0 ? h('span', { class: 'detail' }, foreign(statement.text)) : null,
    ),
  );
}

function sign(verdict) {
  return h('span', { class: 'sign', 'aria-hidden': 'true' }, VERDICTS[verdict].sign);
}
