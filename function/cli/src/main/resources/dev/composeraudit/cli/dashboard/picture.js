// Pictures of what destinations see. The server draws them; a page puts them in as elements, never as markup.

import { foreign, h } from './dom.js';
import { cut } from './words.js';

const SVG = 'http://www.w3.org/2000/svg';

/** One folded picture for each destination of an open finding; the first of a page is unfolded. */
export function pictures(findings) {
  const all = findings
    .filter((finding) => finding.verdict === 'FAIL' || finding.verdict === 'ERROR')
    .flatMap((finding) => finding.egress.map((destination, index) => ({ finding, destination, index })));
  return all.map((each, i) => picture(each, i === 0));
}

function picture({ finding, destination, index }, open) {
  const name = cut(destination.name ? `${destination.name} (${destination.destination})` : destination.destination, 200);
  const frame = h('div', { class: 'frame', tabindex: '0', role: 'group', 'aria-label': `Picture of what ${name} sees` });
  const details = h(
    'details',
    { open, 'data-uid': `${finding.uid} ${index}` },
    h('summary', { 'data-focus': `picture ${finding.uid} ${index}` }, 'What ', foreign(name), ' sees'),
    frame,
  );
  details.addEventListener('toggle', () => {
    if (details.open && frame.childElementCount === 0) draw(frame, finding.uid, index);
  });
  return details;
}

function draw(frame, uid, index) {
  const request = new XMLHttpRequest();
  request.responseType = 'document';
  request.addEventListener('load', () => {
    const svg = request.response?.documentElement;
    if (request.status === 200 && svg?.namespaceURI === SVG) frame.replaceChildren(document.importNode(svg, true));
    else frame.replaceChildren(h('p', { class: 'empty' }, 'There is no picture any more.'));
  });
  request.addEventListener('error', () => frame.replaceChildren());
  request.open('GET', `api/picture?${index},${encodeURIComponent(uid)}`);
  request.send();
}
