// Wires the server's events, the address and the reader's wishes to the page.

import { Board, NO_TEAM, matches, roots } from './board.js';
import { foreign, h, keepingFocus, say, sync } from './dom.js';
import { renderBoard } from './findings.js';
import { renderHistory } from './history.js';
import { SEVERITIES, absolute, caption, clock, day, plural, policyTitle, refreshTimes, shortName } from './words.js';

const board = new Board();
const element = (id) => document.getElementById(id);
const ROUTE = '#/environment/';

let status;
let staged;
let isComplete = false;
let isReachable = true;
let statements;
let statementsOf;
let isScheduled = false;

// What the server says.

function connect() {
  const events = new EventSource('api/events');
  events.addEventListener('open', () => {
    isReachable = true;
    schedule();
  });
  events.addEventListener('error', () => {
    isReachable = false;
    schedule();
    if (events.readyState === EventSource.CLOSED) setTimeout(connect, 1000);
  });
  events.addEventListener('status', (event) => {
    status = JSON.parse(event.data);
    schedule();
  });
  events.addEventListener('findings', (event) => take(JSON.parse(event.data)));
}

/** All of it is put together before it is shown, so that nothing flickers after a reconnection. */
function take(change) {
  if (change.reset) staged = [];
  if (staged) {
    staged.push(...change.findings);
    if (change.more) return;
    change = { reset: true, findings: staged };
    staged = undefined;
  }
  const wasComplete = isComplete;
  const { opened, closed } = board.take(change);
  isComplete = true;
  if (wasComplete && !change.reset) announce(opened, closed);
  const environment = route();
  if (environment && change.findings.some((finding) => finding.environment.name === environment)) loadHistory(environment);
  schedule();
}

function announce(opened, closed) {
  const news = [];
  if (opened.length === 1) {
    const [finding] = opened;
    news.push(
      `New violation, ${SEVERITIES[finding.severity].toLowerCase()}: ${shortName(finding.environment.name)}, ${policyTitle(finding.policy)}.`,
    );
  } else if (opened.length > 1) {
    news.push(`${opened.length} new violations.`);
  }
  if (closed.length === 1) {
    news.push(`Resolved: ${shortName(closed[0].environment.name)}, ${policyTitle(closed[0].policy)}.`);
  } else if (closed.length > 1) {
    news.push(`${closed.length} violations resolved.`);
  }
  if (news.length > 0) sync(element('news'), [foreign(news.join(' '))]);
}

async function loadHistory(environment) {
  try {
    const answer = await fetch(`api/history?${encodeURIComponent(environment)}`);
    if (answer.ok && route() === environment) {
      statements = await answer.json();
      statementsOf = environment;
      schedule();
    }
  } catch {
    // The stream's own error says that the server is out of reach; it comes again with the stream.
  }
}

// What the reader wants.

function route() {
  try {
    return location.hash.startsWith(ROUTE) ? decodeURIComponent(location.hash.slice(ROUTE.length)) : '';
  } catch {
    return '';
  }
}

let cameFrom;

function navigate() {
  const environment = route();
  if (environment) {
    loadHistory(environment);
  }
  render();
  if (environment) {
    scrollTo(0, 0);
    element('history').querySelector('h2')?.focus();
  } else if (cameFrom) {
    document.querySelector(`[data-focus="${CSS.escape(cameFrom)}"]`)?.focus();
    cameFrom = undefined;
  }
}

function filter() {
  return {
    words: element('words').value.toLowerCase().split(/\s+/).filter(Boolean),
    project: element('project').value,
    team: element('team').value,
    severity: Number(element('severity').value),
  };
}

// The page.

function schedule() {
  if (isScheduled) return;
  isScheduled = true;
  // A hidden page is not painted; it is brought up to date all the same, for its title.
  if (document.hidden) setTimeout(render, 100);
  else requestAnimationFrame(render);
}

function render() {
  isScheduled = false;
  const environment = route();
  keepingFocus(() => {
    renderStatus();
    renderSummary();
    element('board').hidden = Boolean(environment);
    element('history').hidden = !environment;
    if (environment) {
      renderHistory(element('history'), environment, board.of(environment), statementsOf === environment ? statements : undefined);
    } else if (isComplete) {
      renderChoices(element('project'), board.projects().map((project) => [project, project]));
      const teams = board.teams().map((team) => [team, team]);
      renderChoices(element('team'), teams.length > 0 ? [...teams, [NO_TEAM, 'None named']] : []);
      const wanted = filter();
      const isFiltered = wanted.words.length > 0 || wanted.project !== '' || wanted.team !== '' || wanted.severity > 0;
      renderBoard(board.all().filter((finding) => matches(finding, wanted)), isFiltered, board.environmentCount(), render);
    }
  }, nearestHeading);
  if (isComplete) document.body.classList.add('settled');
}

/** Where the focus goes if what had it is gone, such as a violation that has been resolved. */
function nearestHeading(section) {
  return section ? element(`${section}-title`) : element('content');
}

function renderStatus() {
  const state = !isReachable ? 'lost' : (status?.state ?? 'CONNECTING').toLowerCase();
  const words = { live: 'Live', connecting: 'Connecting', trouble: 'No contact', lost: 'Reconnecting' };
  element('connection').dataset.state = state;
  say(element('connection'), words[state]);
  if (status) say(element('source'), status.source);
  let trouble = '';
  if (!isReachable) {
    trouble = 'The dashboard does not answer. What is shown is what was known before; trying again.';
  } else if (state === 'trouble') {
    trouble = `No contact with Pub/Sub since ${clock(status.since)}: ${status.problem}. What is shown is what was known by then; trying again.`;
  }
  element('trouble').hidden = trouble === '';
  say(element('trouble'), trouble);
  if (status) renderFooter();
}

function renderFooter() {
  const parts = [`${plural(status.received, 'message', 'messages')} since ${absolute(status.started)}.`];
  if (status.unreadable > 0) {
    parts.push(`${plural(status.unreadable, 'was', 'were')} no finding, the last because of ${status.refusal}.`);
  }
  if (status.dropped > 0) parts.push(`${plural(status.dropped, 'open finding', 'open findings')} had to be forgotten: there are too many.`);
  say(element('footer'), parts.join(' '));
}

function renderSummary() {
  const all = board.all();
  const violations = roots(all, 'FAIL').map(({ root }) => root);
  const current = violations.filter((finding) => !finding.baseline);
  const unjudged = roots(all, 'ERROR').map(({ root }) => root);
  const exempt = all.filter((finding) => finding.verdict === 'EXEMPT');
  const complying = all.filter((finding) => finding.verdict === 'PASS').length;
  const tiles = [
    ['violations', 'FAIL', current.length, 'open violations', 'open violation', severities(current)],
    ['unjudged', 'ERROR', unjudged.length, 'could not be judged', 'could not be judged', reasons(unjudged)],
    ['exempt', 'EXEMPT', exempt.length, 'exempt', 'exempt', firstEnd(exempt)],
    ['environments', 'PASS', complying, 'checks comply', 'check complies', `${plural(board.environmentCount(), 'environment', 'environments')}`],
  ];
  const summary = element('summary');
  if (summary.children.length === 0) {
    summary.append(...tiles.map(([section, verdict]) =>
      h('a', { class: 'tile', href: `#${section}`, 'data-verdict': verdict, 'data-focus': `tile ${section}` }, h('span', { class: 'number' }), h('span', { class: 'label' }), h('span', { class: 'more' }))));
  }
  tiles.forEach(([, , count, many, one, more], i) => {
    const [number, label, detail] = summary.children[i].children;
    say(number, isComplete ? count.toLocaleString('en') : '–');
    say(label, count === 1 ? one : many);
    say(detail, isComplete ? more : '');
    summary.children[i].dataset.none = String(count === 0);
  });
  document.title = isComplete && current.length > 0 ? `(${current.length}) Composer Audit` : 'Composer Audit';
}

function severities(findings) {
  return [6, 5, 4, 3, 2, 1]
    .map((severity) => [findings.filter((finding) => finding.severity === severity).length, SEVERITIES[severity].toLowerCase()])
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ');
}

function reasons(findings) {
  const found = [...new Set(findings.flatMap((finding) => finding.unknown.map((part) => caption(part.reason))))];
  return found.length > 1 ? `${found[0]}, and other reasons` : (found[0] ?? '');
}

function firstEnd(findings) {
  const ends = findings.map((finding) => Date.parse(finding.exemption?.until ?? '')).filter((end) => !Number.isNaN(end));
  return ends.length > 0 ? `the first until ${day(Math.min(...ends))}` : '';
}

/** After the first choice, which is everything, those that there are: value and caption. */
function renderChoices(select, choices) {
  const values = choices.map(([value]) => value);
  const known = [...select.options].slice(1).map((option) => option.value);
  if (values.join('\n') === known.join('\n')) return;
  const chosen = select.value;
  select.replaceChildren(select.options[0], ...choices.map(([value, caption]) => h('option', { value }, caption)));
  select.value = values.includes(chosen) ? chosen : '';
}

element('filter').addEventListener('submit', (event) => event.preventDefault());
element('filter').addEventListener('input', schedule);
addEventListener('hashchange', navigate);
document.addEventListener('click', (event) => {
  cameFrom = event.target.closest?.('a.environment')?.dataset.focus ?? cameFrom;
});
document.addEventListener('keydown', (event) => {
  const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey && !route()) {
    event.preventDefault();
    element('words').focus();
  }
});
setInterval(refreshTimes, 20000);
connect();
navigate();
