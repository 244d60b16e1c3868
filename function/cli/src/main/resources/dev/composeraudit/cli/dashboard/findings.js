// The board's sections, as elements.

import { Cache, carryOver, foreign, h, sync } from './dom.js';
import { environments, grouped, roots } from './board.js';
import { SEVERITIES, VERDICTS, ago, caption, cut, day, plural, policyTitle, relative, shortName } from './words.js';

const ROWS = 50;

/** What is longer is told in full below. */
export const SENTENCE = 500;

const cache = new Cache();
const shown = new Map();

/** A link to an environment's history. */
export function environmentLink(name, focus, ...more) {
  return h(
    'a',
    { class: 'environment', href: `#/environment/${encodeURIComponent(name)}`, 'data-focus': focus },
    foreign(shortName(name)),
    ...more,
  );
}

export function severityBadge(finding) {
  return h('span', { class: 'badge', 'data-severity': String(finding.severity) }, SEVERITIES[finding.severity]);
}

export function verdictBadge(verdict) {
  const { sign, word } = VERDICTS[verdict];
  return h('span', { class: 'verdict', 'data-verdict': verdict }, h('span', { class: 'sign', 'aria-hidden': 'true' }, sign), word);
}

/**
 * Brings the sections up to date; `again` is called when the reader asks for more of one. `heard` are
 * the environments that were heard of, which is not to say that there are no others.
 */
export function renderBoard(findings, isFiltered, heard, again) {
  const violations = roots(findings, 'FAIL');
  const current = violations.filter(({ root }) => !root.baseline);
  const baseline = violations.filter(({ root }) => root.baseline);
  const none = isFiltered ? 'No finding matches these filters.' : '';
  into('violations', [
    ...(current.length > 0 ? groups('fail', current, again) : [noViolation(none, heard)]),
    ...(baseline.length > 0 ? [baselineGroup(baseline, again)] : []),
  ]);
  const unjudged = roots(findings, 'ERROR');
  into('unjudged', unjudged.length > 0 ? groups('error', unjudged, again) : [empty('error', none || (heard === 0 ? 'Nothing heard yet.' : 'Everything could be judged.'))]);
  const exempt = findings.filter((finding) => finding.verdict === 'EXEMPT').sort(soonestFirst);
  into('exempt', exempt.length > 0 ? [exemptions(exempt)] : [empty('exempt', none || 'No exception is made use of.')]);
  const all = environments(findings);
  into('environments', all.length > 0 ? [environmentTable(all, again)] : [empty('all', none || 'None heard of yet.')]);
  cache.sweep();
}

function into(section, children) {
  sync(document.querySelector(`#${section} > .groups`), children);
}

function empty(key, text, good) {
  return cache.get(`empty ${key}`, text, () => h('p', { class: good ? 'empty good' : 'empty' }, text));
}

/** Silence is not compliance: who has just begun to listen has no reason to be at ease. */
function noViolation(none, heard) {
  if (none) return empty('fail', none);
  if (heard === 0) {
    return cache.get('empty fail', 'silence', () =>
      h(
        'p',
        { class: 'empty' },
        'Nothing heard yet. What was published before this dashboard was started is not known here; the message ',
        h('code', {}, '{"kind": "sweep"}'),
        ' on the events topic has all that exists judged anew.',
      ),
    );
  }
  return empty('fail', `Nothing violates in the ${plural(heard, 'environment', 'environments')} heard of.`, true);
}

function groups(kind, found, again) {
  return grouped(found).map(({ project, count, policies }) => {
    const key = `${kind} ${project}`;
    const group = cache.get(key, '', () => h('section', { class: 'project' }, h('h3'), h('div', { class: 'policies' })));
    const title = cache.get(`${key} title`, String(count), () =>
      h('h3', {}, h('span', { class: 'of' }, 'Project '), foreign(project), h('span', { class: 'count' }, String(count))),
    );
    const list = group.lastChild;
    sync(list, policies.map((policy) => policyGroup(`${key} ${policy.policy}`, policy, again)));
    sync(group, [title, list]);
    return group;
  });
}

function policyGroup(key, { policy, title, found }, again) {
  const most = shown.get(key) ?? ROWS;
  const group = cache.get(key, '', () => h('section', { class: 'policy' }, h('ul')));
  const head = cache.get(`${key} head`, `${title} ${found.length}`, () =>
    h('h4', {}, h('span', { class: 'of' }, 'Policy '), h('span', { class: 'title' }, foreign(policyTitle({ title, name: policy }))), title ? h('code', {}, foreign(cut(policy, 120))) : null, h('span', { class: 'count' }, String(found.length))),
  );
  const list = group.querySelector('ul');
  sync(list, found.slice(0, most).map(card));
  sync(group, [head, list, ...more(key, found.length - most, again)]);
  return group;
}

function more(key, left, again) {
  if (left <= 0) return [];
  return [
    cache.get(`${key} more`, String(left), () =>
      h(
        'button',
        {
          type: 'button',
          class: 'more',
          'data-focus': `${key} more`,
          on: {
            click: () => {
              shown.set(key, (shown.get(key) ?? ROWS) + 200);
              again();
            },
          },
        },
        `Show ${plural(Math.min(left, 200), 'more', 'more')} of ${left.toLocaleString('en')}`,
      ),
    ),
  ];
}

function baselineGroup(found, again) {
  const group = cache.get('baseline', '', () =>
    h('details', { class: 'baseline' }, h('summary', { 'data-focus': 'baseline' }), h('div', { class: 'policies' })),
  );
  const [summary, list] = group.children;
  summary.textContent = `Baseline: ${plural(found.length, 'violation', 'violations')} from before the audit was enforced`;
  sync(list, groups('baseline', found, again));
  return group;
}

/** A finding with those that it explains. */
function card({ root, consequences }) {
  const version = [root, ...consequences].map((finding) => `${finding.message} ${finding.judged} ${finding.opening.since} ${finding.opening.author}`).join();
  return cache.get(`card ${root.uid}`, version, (former) => {
    const details = h(
      'details',
      {},
      h('summary', { 'data-focus': `details ${root.uid}` }, root.verdict === 'ERROR' ? 'What would help' : 'What to do'),
      h('div', { class: 'advice' }, ...advice(root, consequences)),
    );
    const element = h(
      'li',
      { class: former || !document.body.classList.contains('settled') ? 'card' : 'card new', 'data-verdict': root.verdict, 'data-uid': root.uid },
      h(
        'div',
        { class: 'headline' },
        root.verdict === 'FAIL' ? severityBadge(root) : verdictBadge(root.verdict),
        environmentLink(root.environment.name, `environment ${root.uid}`),
        h('span', { class: 'region' }, foreign(root.environment.region)),
        root.environment.team ? h('span', { class: 'region' }, 'team ', foreign(cut(root.environment.team, 63))) : null,
        root.opening.author ? h('span', { class: 'region' }, 'by ', foreign(cut(root.opening.author, 120))) : null,
        h('span', { class: 'when' }, ago(root.opening.since), root.opening.isExact ? null : ' or earlier'),
      ),
      ...sentences(root),
      ...consequenceLine(consequences),
      ...causeLine(root),
      details,
    );
    return carryOver(former, element);
  });
}

function sentences(finding) {
  if (finding.verdict === 'ERROR' && finding.unknown.length > 0) {
    return finding.unknown.map((part) =>
      h('p', { class: 'message' }, h('strong', {}, foreign(caption(part.reason))), ': ', h('code', {}, foreign(part.part)), ' is unknown'),
    );
  }
  return finding.messages.map((message) => h('p', { class: 'message' }, foreign(cut(message, SENTENCE))));
}

function consequenceLine(consequences) {
  if (consequences.length === 0) return [];
  const names = consequences.flatMap((finding, i) => [i > 0 ? ', ' : null, h('code', {}, foreign(cut(finding.policy.name, 120)))]);
  return [h('p', { class: 'consequences' }, 'Also explains ', ...names)];
}

function causeLine(finding) {
  if (finding.causedBy.length === 0) return [];
  const names = finding.causedBy.flatMap((policy, i) => [i > 0 ? ', ' : null, h('code', {}, foreign(cut(policy, 120)))]);
  return [h('p', { class: 'consequences' }, 'Because of ', ...names)];
}

function advice(root, consequences) {
  return [
    ...root.messages.filter((message) => message.length > SENTENCE).map((message) => h('p', {}, foreign(message))),
    ...root.unknown.map((part) => h('p', { class: 'help' }, foreign(part.help))),
    ...(root.verdict === 'ERROR' ? [] : remediation(root.remediation)),
    ...root.notes.map((note) => h('p', { class: 'note' }, 'Note: ', foreign(note))),
    ...consequences.map((finding) =>
      h('div', { class: 'consequence' }, h('h5', {}, foreign(policyTitle(finding.policy))), ...finding.messages.map((message) => h('p', {}, foreign(message)))),
    ),
    facts(root),
  ];
}

/**
 * The recommendation, and below it the ways to comply, least effort first. The finding has them as
 * one text: a way begins after a blank line with a sentence, which says what it is, and goes on with
 * what is for copying, in which there may be blank lines.
 */
export function remediation(text) {
  const prose = [];
  const ways = [];
  for (const paragraph of text.split(/\n{2,}/)) {
    const [title, ...lines] = paragraph.split('\n');
    const isSentence = /^\p{Lu}\S* /u.test(title) && !/^[A-Z]+ http/.test(title);
    if (isSentence && lines.length > 0) ways.push({ title, code: lines.join('\n') });
    else if (ways.length > 0) ways.at(-1).code += `\n\n${paragraph}`;
    else if (paragraph.trim()) prose.push(paragraph);
  }
  return [
    ...prose.map((paragraph) => h('p', {}, foreign(paragraph))),
    ways.length > 0 ? h('ol', { class: 'ways' }, ...ways.map(way)) : null,
  ].filter(Boolean);
}

function way({ title, code }, i) {
  return h(
    'li',
    {},
    h(
      'details',
      { open: i === 0 },
      h('summary', {}, foreign(title)),
      h('div', { class: 'code' }, copyButton(code.trimEnd()), h('pre', { tabindex: '0' }, foreign(code.trimEnd()))),
    ),
  );
}

function copyButton(text) {
  const button = h('button', { type: 'button', class: 'copy' }, 'Copy');
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = 'Copied';
    } catch {
      button.textContent = 'Not allowed';
    }
    setTimeout(() => {
      button.textContent = 'Copy';
    }, 2000);
  });
  return button;
}

function facts(finding) {
  const rows = [
    ['Policy', [foreign(finding.policy.description || finding.policy.name)]],
    ['Rule', finding.expressions.flatMap((expression) => [h('code', {}, foreign(expression))])],
    ['Last judged', [ago(finding.seen)]],
    ['Image', finding.environment.image ? [foreign(finding.environment.image)] : []],
    ['Seen by', finding.observer ? [foreign(finding.observer)] : []],
    ['Read more', [...finding.policy.references.map((address) => outward(address, address)), ...(finding.environment.console ? [outward(finding.environment.console, 'Open in the console')] : [])]],
  ];
  return h('dl', { class: 'facts' }, ...rows.filter(([, value]) => value.length > 0).map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, ...value))));
}

/** A link to elsewhere; the server lets https addresses through only, and we look again. */
export function outward(address, text) {
  return /^https:\/\//.test(address)
    ? h('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, foreign(text))
    : foreign(text);
}

function exemptions(findings) {
  return cache.get('exemptions', findings.map((finding) => finding.message + finding.judged + expired(finding)).join(), () =>
    table(
      'Violations that an exception covers',
      ['Environment', 'Policy', 'Until', 'Owner', 'Reason'],
      findings.map((finding) => [
        environmentLink(finding.environment.name, `exempt ${finding.uid}`),
        h('span', {}, foreign(policyTitle(finding.policy))),
        until(finding),
        h('span', {}, foreign(finding.exemption?.owner ?? '')),
        h('span', {}, foreign(finding.exemption?.reason ?? ''), finding.exemption?.name ? h('code', {}, foreign(finding.exemption.name)) : null),
      ]),
    ),
  );
}

function until(finding) {
  const end = ends(finding);
  if (Number.isNaN(end)) return h('span', {}, foreign(finding.exemption?.until ?? ''));
  return h(
    'span',
    { class: expired(finding) ? 'until over' : 'until' },
    h('time', { datetime: new Date(end).toISOString() }, day(end)),
    h('span', { class: 'relative' }, expired(finding) ? `expired ${relative(end)}; the next judgement counts it` : relative(end)),
  );
}

function ends(finding) {
  return Date.parse(finding.exemption?.until ?? '');
}

function expired(finding) {
  return ends(finding) < Date.now();
}

function soonestFirst(a, b) {
  return (ends(a) || Infinity) - (ends(b) || Infinity) || (a.uid < b.uid ? -1 : 1);
}

function environmentTable(all, again) {
  const most = shown.get('environments') ?? ROWS;
  const visible = all.slice(0, most);
  const version = visible.map(({ name, latest, counts }) => name + latest.seen + Object.values(counts)).join() + all.length;
  const holder = cache.get('environments', '', () => h('div'));
  sync(holder, [
    cache.get('environment table', version, () =>
      table(
        'All environments that were heard of',
        ['Environment', 'Project', 'Region', 'Policies', 'Last event'],
        visible.map(({ name, latest, counts }) => [
          environmentLink(name, `all ${name}`),
          h('span', {}, foreign(latest.environment.project)),
          h('span', {}, foreign(latest.environment.region)),
          tally(counts),
          ago(latest.seen),
        ]),
      ),
    ),
    ...more('environments', all.length - most, again),
  ]);
  return holder;
}

/** How many policies say what. */
function tally(counts) {
  return h(
    'span',
    { class: 'tally' },
    ...Object.entries(counts)
      .filter(([, count]) => count > 0)
      .map(([verdict, count]) =>
        h('span', { class: 'verdict', 'data-verdict': verdict }, h('span', { class: 'sign', 'aria-hidden': 'true' }, VERDICTS[verdict].sign), `${count} ${VERDICTS[verdict].counted}`),
      ),
  );
}

function table(title, columns, rows) {
  return h(
    'div',
    { class: 'table', tabindex: '0', role: 'region', 'aria-label': title },
    h(
      'table',
      {},
      h('caption', { class: 'aside' }, title),
      h('thead', {}, h('tr', {}, ...columns.map((column) => h('th', { scope: 'col' }, column)))),
      h('tbody', {}, ...rows.map((row) => h('tr', {}, ...row.map((cell, i) => h('td', { 'data-column': columns[i] }, cell))))),
    ),
  );
}
