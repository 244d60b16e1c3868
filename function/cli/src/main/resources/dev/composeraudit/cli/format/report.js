// Filters the results. Everything can be read without it.
(() => {
  'use strict';
  const form = document.getElementById('filter');
  const shown = document.getElementById('shown');
  const fields = Object.fromEntries(
    ['words', 'result', 'severity', 'policy'].map((id) => [id, document.getElementById(id)]));
  const sections = [...document.querySelectorAll('.outcome')].map((element) => ({
    element,
    result: element.dataset.verdict,
    count: element.querySelector('h2 .count'),
    groups: [...element.querySelectorAll('.policy')].map((group) => ({
      element: group,
      policy: group.dataset.policy,
      count: group.querySelector('h3 .count'),
      fold: group.querySelector(':scope > details:has(.rows)'),
      title: group.querySelector('h3').textContent.toLowerCase(),
      rows: [...group.querySelectorAll('.rows > li')],
    })),
  }));
  const texts = new WeakMap();
  const number = (count) => count.toLocaleString('en');

  function text(row, title) {
    let known = texts.get(row);
    if (known === undefined) {
      // What a picture says would match words such as "node" in every row that has one.
      const parts = [...row.children].filter((part) => !part.matches('.drawing'));
      known = `${title} ${parts.map((part) => part.textContent).join(' ').toLowerCase()}`;
      texts.set(row, known);
    }
    return known;
  }

  function filter() {
    const words = fields.words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const { result, severity, policy } = Object.fromEntries(
      Object.entries(fields).map(([id, field]) => [id, field.value]));
    const filtered = words.length > 0 || result !== '' || severity !== '' || policy !== '';
    let total = 0;
    let all = 0;
    for (const section of sections) {
      let inSection = 0;
      for (const group of section.groups) {
        let inGroup = 0;
        const whole = (result === '' || section.result === result) && (policy === '' || group.policy === policy);
        for (const row of group.rows) {
          const matches = whole && (severity === '' || row.dataset.severity === severity)
            && words.every((word) => text(row, group.title).includes(word));
          if (row.hidden === matches) row.hidden = !matches;
          if (matches) inGroup += 1;
        }
        all += group.rows.length;
        inSection += inGroup;
        group.element.hidden = inGroup === 0;
        group.count.textContent = number(inGroup);
        if (group.fold && filtered && words.length > 0 && inGroup > 0) group.fold.open = true;
      }
      total += inSection;
      section.element.hidden = inSection === 0;
      section.count.textContent = number(inSection);
    }
    shown.textContent = filtered ? `${number(total)} of ${number(all)} results` : '';
  }

  let waiting = 0;
  form.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 120);
  });
  form.addEventListener('reset', () => setTimeout(filter, 0));
  form.addEventListener('submit', (event) => event.preventDefault());
  form.hidden = false;
  filter();
})();
