// How things are called, and when they were.

import { h } from './dom.js';

export const SEVERITIES = ['Unknown', 'Informational', 'Low', 'Medium', 'High', 'Critical', 'Fatal'];

export const VERDICTS = {
  FAIL: { sign: '✕', word: 'Violated', counted: 'violated' },
  ERROR: { sign: '?', word: 'Could not be judged', counted: 'not judged' },
  EXEMPT: { sign: '◷', word: 'Exempt', counted: 'exempt' },
  PASS: { sign: '✓', word: 'Complies', counted: 'met' },
  NOT_APPLICABLE: { sign: '–', word: 'Does not apply', counted: 'not applicable' },
  GONE: { sign: '–', word: 'Gone', counted: 'gone' },
};

export function plural(count, one, many) {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** `CONTROL_PLANE_UNREACHABLE` as words. */
export function caption(code) {
  const words = code.replaceAll('_', ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The last part of an environment's resource name; all of what is none. */
export function shortName(name) {
  const [, id] = /^projects\/[^/]+\/locations\/[^/]+\/environments\/([^/]+)$/.exec(name) ?? [];
  return cut(id ?? name, 120);
}

/** The text, its end left out if it is longer than a reader wants at first. */
export function cut(text, most) {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

/** A policy by what it demands; by its name if that is all there is. */
export function policyTitle({ title, name }) {
  return cut(title || name, 200);
}

const ABSOLUTE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });
const CLOCK = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const UNITS = [
  ['year', 31536000000],
  ['month', 2592000000],
  ['day', 86400000],
  ['hour', 3600000],
  ['minute', 60000],
];

export function absolute(time) {
  return ABSOLUTE.format(time);
}

export function day(time) {
  return DAY.format(time);
}

export function clock(time) {
  return CLOCK.format(time);
}

/** "3 minutes ago", "in 12 days". */
export function relative(time, now = Date.now()) {
  const distance = time - now;
  for (const [unit, length] of UNITS) {
    if (Math.abs(distance) >= length) return RELATIVE.format(Math.trunc(distance / length), unit);
  }
  return distance > 0 ? 'in a moment' : 'just now';
}

/** A length of time: "2 h 4 min", "3.2 s". */
export function duration(length) {
  if (length < 10000) return `${Math.max(0, length / 1000).toFixed(1)} s`;
  if (length < 90000) return `${Math.round(length / 1000)} s`;
  const minutes = Math.round(length / 60000);
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} days`;
}

/** A time relative to now, which `refreshTimes` keeps true. */
export function ago(time) {
  return h('time', { datetime: iso(time), title: absolute(time), 'data-ago': String(time) }, relative(time));
}

export function iso(time) {
  return new Date(time).toISOString();
}

export function refreshTimes() {
  for (const element of document.querySelectorAll('time[data-ago]')) {
    const words = relative(Number(element.dataset.ago));
    if (element.textContent !== words) element.textContent = words;
  }
}
