
'use strict';
(() => {
  const frame = document.getElementById('picture');
  const svg = frame.querySelector('svg');
  const form = document.getElementById('tools');
  const chosen = document.getElementById('chosen');
  const nodes = Array.from(svg.querySelectorAll('.node'), (element) => ({
    element,
    text: element.querySelector('title').textContent.toLowerCase(),
    links: element.dataset.links.split(' ').filter(Boolean),
  }));
  const rows = Array.from(document.querySelectorAll('tr[data-link]'), (element) => ({
    element,
    number: element.dataset.link,
    text: element.textContent.toLowerCase(),
    link: document.getElementById(`link-${element.dataset.link}`),
  }));
  const whole = {x: 0, y: 0, width: svg.viewBox.baseVal.width, height: svg.viewBox.baseVal.height};
  let view = {...whole};

  // What is seen: x, y, width and height of the picture.
  const see = (next) => {
    const least = 40;
    const most = 4 * Math.max(whole.width, whole.height);
    if (!(next.width > least && next.width < most)) return;
    next.x = Math.min(Math.max(next.x, -next.width * 0.9), whole.width - next.width * 0.1);
    next.y = Math.min(Math.max(next.y, -next.height * 0.9), whole.height - next.height * 0.1);
    view = next;
    svg.setAttribute('viewBox', [view.x, view.y, view.width, view.height].map((n) => n.toFixed(1)).join(' '));
  };
  const size = () => svg.getBoundingClientRect();
  // Everything is seen, in a frame that is not higher than that needs.
  const fit = () => {
    frame.style.height = '';
    const most = frame.getBoundingClientRect().height;
    const wide = Math.max(whole.width / frame.clientWidth, 0.6);
    frame.style.height = `${Math.min(most, Math.max(whole.height / wide, 200))}px`;
    const {width, height} = size();
    const scale = Math.max(wide, whole.height / height);
    see({x: (whole.width - width * scale) / 2, y: (whole.height - height * scale) / 2, width: width * scale, height: height * scale});
  };
  // On a small screen, where nobody could read that, the left side is.
  const start = () => {
    fit();
    const {width} = size();
    if (width > 600 || view.width / width < 1.4) return;
    frame.style.height = '';
    const scale = 1.4;
    const tall = Math.min(size().height, whole.height / scale);
    frame.style.height = `${tall}px`;
    see({x: 0, y: (whole.height - tall * scale) / 2, width: width * scale, height: tall * scale});
  };
  // One pixel is scale units then; the point of the screen stays where it is.
  const zoomTo = (scale, clientX, clientY) => {
    const {left, top, width, height} = size();
    const fx = clientX === undefined ? 0.5 : (clientX - left) / width;
    const fy = clientY === undefined ? 0.5 : (clientY - top) / height;
    const next = {width: width * scale, height: height * scale};
    see({...next, x: view.x + (view.width - next.width) * fx, y: view.y + (view.height - next.height) * fy});
  };
  const zoom = (factor, clientX, clientY) => zoomTo(view.width / size().width * factor, clientX, clientY);
  const move = (dx, dy) => {
    const scale = view.width / size().width;
    see({...view, x: view.x - dx * scale, y: view.y - dy * scale});
  };

  const pointers = new Map();
  let travelled = 0;
  frame.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    pointers.set(event.pointerId, event);
    if (pointers.size === 1) travelled = 0;
  });
  addEventListener('pointermove', (event) => {
    const last = pointers.get(event.pointerId);
    if (!last) return;
    pointers.set(event.pointerId, event);
    travelled += Math.abs(event.clientX - last.clientX) + Math.abs(event.clientY - last.clientY);
    if (travelled < 5) return;
    frame.classList.add('moving');
    move((event.clientX - last.clientX) / pointers.size, (event.clientY - last.clientY) / pointers.size);
    const other = Array.from(pointers.values()).find((p) => p.pointerId !== event.pointerId);
    if (other) {
      const distance = (p) => Math.max(Math.hypot(p.clientX - other.clientX, p.clientY - other.clientY), 1);
      zoom(distance(last) / distance(event), other.clientX, other.clientY);
    }
  });
  for (const type of ['pointerup', 'pointercancel']) {
    addEventListener(type, (event) => {
      pointers.delete(event.pointerId);
      frame.classList.remove('moving');
    });
  }
  frame.addEventListener('dragstart', (event) => event.preventDefault());
  frame.addEventListener('wheel', (event) => {
    event.preventDefault();
    zoom(Math.exp(Math.max(-60, Math.min(60, event.deltaY)) / 300), event.clientX, event.clientY);
  }, {passive: false});
  frame.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = {
      ArrowLeft: () => move(60, 0), ArrowRight: () => move(-60, 0), ArrowUp: () => move(0, 60), ArrowDown: () => move(0, -60),
      '+': () => zoom(0.8), '=': () => zoom(0.8), '-': () => zoom(1.25), '0': fit, Escape: () => choose(null),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  // The connections that are shown; null are all.
  const choose = (numbers, about) => {
    const set = numbers && new Set(numbers);
    frame.classList.toggle('choosing', Boolean(set));
    for (const row of rows) {
      const fits = !set || set.has(row.number);
      row.element.hidden = !fits;
      row.link.classList.toggle('chosen', Boolean(set) && fits);
    }
    for (const node of nodes) node.element.classList.toggle('chosen', Boolean(set) && node.links.some((n) => set.has(n)));
    if (!chosen) return;
    chosen.hidden = !set;
    chosen.querySelector('span').textContent = set ? `${set.size} of ${rows.length} connections: ${about}` : '';
  };
  const search = () => {
    const words = form.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (text) => words.every((word) => text.includes(word));
    const hits = words.length ? nodes.filter((n) => fits(n.text)) : [];
    for (const n of nodes) n.element.classList.toggle('hit', hits.includes(n));
    form.elements.shown.value = '';
    if (!words.length) return choose(null);
    const numbers = new Set(rows.filter((r) => fits(r.text)).map((r) => r.number));
    for (const n of hits) n.links.forEach((l) => numbers.add(l));
    choose(numbers, form.elements.text.value);
    for (const n of hits) n.element.classList.add('chosen');
    form.elements.shown.value = `${hits.length} ${hits.length === 1 ? 'peer' : 'peers'}`;
  };
  for (const node of nodes) {
    node.element.setAttribute('tabindex', '0');
    node.element.setAttribute('role', 'button');
    const pick = () => {
      choose(node.links, node.element.querySelector('title').textContent.split('\n')[0]);
      node.element.classList.add('chosen');
    };
    node.element.addEventListener('click', () => {
      if (travelled < 5) pick();
    });
    node.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      pick();
    });
  }
  for (const row of rows) {
    row.link.querySelector('a').addEventListener('click', (event) => {
      event.preventDefault();
      if (travelled < 5) choose([row.number], row.link.querySelector('title').textContent.split('\n')[0]);
    });
  }
  frame.addEventListener('click', (event) => {
    if (travelled < 5 && !event.target.closest('.node, .link')) choose(null);
  });
  if (chosen) chosen.querySelector('button').addEventListener('click', () => {
    form.elements.text.value = '';
    search();
  });
  form.addEventListener('input', search);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.elements.closer.addEventListener('click', () => zoom(0.8));
  form.elements.farther.addEventListener('click', () => zoom(1.25));
  form.elements.fit.addEventListener('click', fit);
  form.elements.size.addEventListener('click', () => zoomTo(1));
  addEventListener('resize', start);
  addEventListener('beforeprint', () => see({...whole}));
  addEventListener('afterprint', start);
  form.hidden = false;
  frame.classList.add('live');
  start();
})();
