// What is known, and what of it is to be shown where. Knows nothing of the page.

export class Board {
  /** By uid, the finding that counts; the server has seen to that. */
  findings = new Map();

  /** Takes a server's event; tells which findings opened and which closed by it. */
  take({ reset, findings }) {
    if (reset) this.findings.clear();
    const opened = [];
    const closed = [];
    for (const finding of findings) {
      const before = this.findings.get(finding.uid);
      this.findings.set(finding.uid, finding);
      if (alarms(finding) && !(before && alarms(before))) opened.push(finding);
      if (before && before.verdict === 'FAIL' && finding.verdict !== 'FAIL') closed.push(finding);
    }
    return { opened, closed };
  }

  all() {
    return [...this.findings.values()];
  }

  of(environment) {
    return this.all().filter((finding) => finding.environment.name === environment);
  }

  environmentCount() {
    return new Set(this.all().map((finding) => finding.environment.name)).size;
  }

  projects() {
    return [...new Set(this.all().map((finding) => finding.environment.project))].sort(compare);
  }

  /** Without the empty name of those that belong to nobody. */
  teams() {
    return [...new Set(this.all().map((finding) => finding.environment.team))].filter(Boolean).sort(compare);
  }
}

/** Whether a finding is a new cause for alarm: a violation of its own, not from before the audit. */
function alarms(finding) {
  return finding.verdict === 'FAIL' && !finding.baseline && finding.causedBy.length === 0;
}

/**
 * Roots of a verdict, each with those that it explains. A finding whose explanation is not there
 * counts as a root, so that nothing is lost.
 */
export function roots(findings, verdict) {
  const open = findings.filter((finding) => finding.verdict === verdict);
  const byPlace = new Map(open.map((finding) => [place(finding.environment.name, finding.policy.name), finding]));
  const consequences = new Map();
  const found = [];
  for (const finding of open) {
    const cause = finding.causedBy
      .map((policy) => byPlace.get(place(finding.environment.name, policy)))
      .find((candidate) => candidate && candidate !== finding && candidate.causedBy.length === 0);
    if (cause) consequences.set(cause.uid, [...(consequences.get(cause.uid) ?? []), finding]);
    else found.push(finding);
  }
  return found.map((root) => ({ root, consequences: (consequences.get(root.uid) ?? []).sort(byPolicy) }));
}

function place(environment, policy) {
  return `${environment}\n${policy}`;
}

/** Roots by project, then by policy; what is worst and newest comes first. */
export function grouped(found) {
  return groupBy(found, ({ root }) => root.environment.project)
    .map(([project, ofProject]) => ({
      project,
      count: ofProject.length,
      policies: groupBy(ofProject, ({ root }) => root.policy.name)
        .map(([policy, ofPolicy]) => ({
          policy,
          title: ofPolicy[0].root.policy.title,
          found: ofPolicy.sort(worstFirst),
        }))
        .sort((a, b) => worst(b.found) - worst(a.found) || compare(a.policy, b.policy)),
      worst: worst(ofProject),
    }))
    .sort((a, b) => b.worst - a.worst || compare(a.project, b.project));
}

/** One entry for each environment, those in trouble first. */
export function environments(findings) {
  const order = ['FAIL', 'ERROR', 'EXEMPT', 'PASS', 'NOT_APPLICABLE', 'GONE'];
  return groupBy(findings, (finding) => finding.environment.name)
    .map(([name, of]) => {
      const latest = of.reduce((a, b) => (b.seen > a.seen ? b : a));
      const counts = Object.fromEntries(order.map((verdict) => [verdict, 0]));
      for (const finding of of) counts[finding.verdict]++;
      const rank = order.findIndex((verdict) => counts[verdict] > 0);
      return { name, latest, counts, verdict: order[rank], rank };
    })
    .sort((a, b) => a.rank - b.rank || compare(a.name, b.name));
}

/** The choice of those that no label gives to a team; no label can have this value. */
export const NO_TEAM = ' ';

/** Whether a finding is asked for by the words, the project, the team and the severity. */
export function matches(finding, { words, project, team, severity }) {
  if (project && finding.environment.project !== project) return false;
  if (team && finding.environment.team !== (team === NO_TEAM ? '' : team)) return false;
  if (finding.severity < severity && finding.causedBy.length === 0) return false;
  if (words.length === 0) return true;
  const text = [
    finding.environment.name,
    finding.policy.name,
    finding.policy.title,
    finding.opening.author,
    finding.environment.team,
    ...finding.messages,
    ...finding.unknown.map((part) => `${part.reason} ${part.help}`),
    finding.exemption ? Object.values(finding.exemption).join(' ') : '',
  ]
    .join('\n')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

function groupBy(items, key) {
  const groups = new Map();
  for (const item of items) {
    const name = key(item);
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(item);
  }
  return [...groups];
}

function worst(found) {
  return found.reduce((most, { root }) => Math.max(most, root.severity), 0);
}

function worstFirst(a, b) {
  return b.root.severity - a.root.severity || b.root.opening.since - a.root.opening.since || compare(a.root.uid, b.root.uid);
}

function byPolicy(a, b) {
  return compare(a.policy.name, b.policy.name);
}

/** By code units: the same everywhere. */
export function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
