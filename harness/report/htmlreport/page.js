
'use strict';
(() => {
  const form = document.getElementById('filters');
  // What a link leads to is opened, and everything is for printing.
  const open = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target instanceof HTMLDetailsElement) target.open = true;
  };
  addEventListener('hashchange', open);
  open();
  addEventListener('beforeprint', () => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
  if (!form) return;

  const findings = Array.from(document.querySelectorAll('.finding'), (element) => ({
    element,
    ...element.dataset,
    count: Number(element.dataset.count),
    statements: element.dataset.statements.split(' '),
    text: '',
  }));
  const total = findings.reduce((sum, f) => sum + f.count, 0);
  const textOf = (f) => {
    if (!f.text) {
      const object = f.element.closest('.object').querySelector('h4');
      const file = f.element.closest('.file').querySelector('bdi');
      f.text = [file, object, f.element].map((e) => e.textContent).join(' ').toLowerCase();
    }
    return f.text;
  };
  const filter = () => {
    const severities = new Set(Array.from(form.querySelectorAll('[name=severity]:checked'), (box) => box.value));
    const [control, file, statement] = ['control', 'file', 'statement'].map((name) => form.elements[name].value);
    const words = form.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const f of findings) {
      const fits = severities.has(f.severity) && (!control || f.control === control) && (!file || f.file === file) &&
        (!statement || f.statements.includes(statement)) && words.every((word) => textOf(f).includes(word));
      f.element.hidden = !fits;
      if (fits) shown += f.count;
    }
    for (const name of ['.object', '.file']) {
      for (const element of document.querySelectorAll(name)) element.hidden = !element.querySelector('.finding:not([hidden])');
    }
    document.getElementById('nothing').hidden = shown > 0;
    form.elements.shown.value = `${shown} of ${total} findings shown`;
  };
  let timer;
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(filter, 100);
  });
  form.addEventListener('reset', () => setTimeout(filter));
  form.addEventListener('submit', (event) => event.preventDefault());
  form.hidden = false;
  filter();
})();
