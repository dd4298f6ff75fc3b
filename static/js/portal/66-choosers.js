// --- choosers: <select data-chooser> becomes a field that finds its options without accents -------------------------
// The select stays in the form, keeps its value and sends its events; short ones stay as they are. data-src: where
// more options come from; data-level, optgroup: a tree; data-detail: what tells namesakes apart.
{
  const FEW = 9;
  const MOST = 150;
  const pattern = document.getElementById('chooser');
  const plain = (words) => words.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/đ/g, 'd').trim();
  const sheet = matchMedia('(max-width: 767.98px)');
  let number = 0;

  const listed = (select) => {
    const found = [];
    const above = [];
    const add = (node, level, label) => {
      above.length = level;
      const parent = above[level - 1];
      const detail = node.dataset.detail || '';
      const item = { node, level, parent, label, detail, key: plain(`${label} ${detail} ${parent?.key || ''}`), value: node.value, free: node.localName === 'option' && !node.disabled };
      if (parent) parent.open ??= false;
      above[level] = item;
      found.push(item);
    };
    [...select.children].forEach((node) => {
      if (node.localName === 'optgroup') {
        add(node, 0, node.label);
        [...node.children].forEach((option) => add(option, 1, option.label.trim()));
      } else if (node.value) add(node, Number(node.dataset.level || 0), node.label.trim());
    });
    return found;
  };
  const fit = (item, words) => {
    const label = plain(item.label);
    if (label.startsWith(words)) return 0;
    return ` ${label}`.includes(` ${words}`) ? 1 : 2;
  };

  const build = (select) => {
    select.dataset.ready = '';
    if (select.multiple || (select.options.length < FEW && !select.dataset.src)) return;
    const box = pattern.content.firstElementChild.cloneNode(true);
    const input = find('input', box);
    const list = find('.cn-chooser-list', box);
    const note = find('.cn-note', box);
    const clear = find('[data-clear]', box);
    const sign = find('[data-sign]', box).firstElementChild;
    const empty = [...select.options].find((option) => !option.value);
    const id = `chooser-${number += 1}`;
    let items = [];
    let shown = [];
    let active;
    let typed = '';
    let timer;
    let asking;

    const label = select.labels[0];
    if (label) {
      input.id = `${id}-input`;
      label.htmlFor = input.id;
    }
    const name = label?.textContent.replace('*', '').trim() || select.getAttribute('aria-label') || '';
    if (!label) input.setAttribute('aria-label', name);
    find('.cn-chooser-top b', box).textContent = name;
    list.id = id;
    list.setAttribute('aria-label', name);
    input.setAttribute('aria-controls', id);
    if (select.hasAttribute('aria-describedby')) input.setAttribute('aria-describedby', select.getAttribute('aria-describedby'));
    if (select.required) input.setAttribute('aria-required', 'true');
    if (select.matches('.is-invalid')) { input.classList.add('is-invalid'); input.setAttribute('aria-invalid', 'true'); }
    input.disabled = select.disabled;
    select.classList.add('cn-native');
    select.tabIndex = -1;
    select.setAttribute('aria-hidden', 'true');
    select.after(box);

    const isOpen = () => box.classList.contains('is-open');
    const sync = () => {
      const option = select.selectedOptions[0];
      input.value = option?.value ? option.label.trim() : '';
      input.placeholder = select.dataset.empty || (select.dataset.src ? box.dataset.hint : empty?.label.replace(/^-+$/, box.dataset.choose)) || '';
      clear.hidden = !empty || !select.value || select.disabled;
      typed = '';
    };
    const mark = (item) => {
      active?.row?.classList.remove('is-active');
      active = item;
      if (!item) return input.removeAttribute('aria-activedescendant');
      item.row.classList.add('is-active');
      item.row.scrollIntoView({ block: 'nearest' });
      return input.setAttribute('aria-activedescendant', item.row.id);
    };
    const say = (words) => { note.textContent = words; note.hidden = !words; };
    const draw = () => {
      const words = plain(typed);
      const isTree = items.some((item) => item.level);
      const wanted = new Set();
      const has = (text) => words.split(/\s+/).every((word) => text.includes(word));
      items.forEach((item) => {
        if (words ? has(item.key) : !item.parent || [item.parent, item.parent.parent].every((one) => !one || one.open)) {
          for (let one = item; one; one = one.parent) wanted.add(one);
        }
      });
      shown = items.filter((item) => wanted.has(item));
      if (words && !isTree) shown = shown.map((item) => [fit(item, words), item]).sort((a, b) => a[0] - b[0]).map((pair) => pair[1]);
      const many = shown.length > MOST;
      shown = shown.slice(0, MOST);
      list.setAttribute('role', isTree ? 'tree' : 'listbox');
      input.setAttribute('aria-haspopup', isTree ? 'tree' : 'listbox');
      list.replaceChildren(...shown.map((item, place) => {
        const row = item.row = document.createElement('div');
        row.id = `${id}-${place}`;
        row.className = `cn-choice${item.free ? '' : ' is-group'}`;
        row.dataset.depth = item.level;
        row.setAttribute('role', isTree ? 'treeitem' : 'option');
        row.setAttribute('aria-selected', String(item.free && item.value === select.value));
        if (isTree) row.setAttribute('aria-level', item.level + 1);
        if (item.open !== undefined) {
          row.setAttribute('aria-expanded', String(words ? true : item.open));
          const turn = document.createElement('i');
          turn.append(sign.cloneNode(true));
          row.append(turn);
        }
        const text = document.createElement('span');
        text.append(item.label);
        if (item.detail) text.append(Object.assign(document.createElement('small'), { textContent: item.detail }));
        row.append(text);
        return row;
      }));
      list.hidden = !shown.length;
      input.setAttribute('aria-expanded', String(isOpen() && !list.hidden));
      say(many ? box.dataset.more : shown.length ? '' : select.dataset.src && words.length < 2 ? box.dataset.hint : box.dataset.none);
      find('[role=status]', box).textContent = words ? (shown.length ? `${box.dataset.count} ${shown.filter((item) => item.free).length}` : note.textContent) : '';
      // The branches above what was found are shown too: they are not what Enter shall take.
      const free = shown.filter((item) => item.free);
      mark(words ? free.find((item) => fit(item, words) < 2) || free.find((item) => has(plain(`${item.label} ${item.detail}`))) || free.find((item) => has(item.key)) : shown.find((item) => item.free && item.value === select.value));
    };
    const fill = () => {
      items = listed(select);
      const chosen = items.find((item) => item.free && item.value === select.value);
      items.forEach((item) => { if (item.open !== undefined) item.open = items.length < 25; });
      for (let one = chosen?.parent; one; one = one.parent) one.open = true;
    };
    const resize = () => {
      const view = visualViewport;
      box.style.height = sheet.matches && isOpen() ? `${view.height}px` : '';
      box.style.top = sheet.matches && isOpen() ? `${view.offsetTop}px` : '';
    };
    const raise = () => {
      if (isOpen() || input.disabled) return;
      box.classList.add('is-open');
      visualViewport.addEventListener('resize', resize);
      resize();
      fill();
      draw();
      input.select();
    };
    const shut = () => {
      asking?.abort();
      clearTimeout(timer);
      box.classList.remove('is-open', 'is-busy');
      visualViewport.removeEventListener('resize', resize);
      resize();
      mark();
      list.replaceChildren();
      input.setAttribute('aria-expanded', 'false');
      sync();
    };
    const set = (value) => {
      const changed = select.value !== value;
      select.value = value;
      shut();
      if (changed) ['input', 'change'].forEach((type) => select.dispatchEvent(new Event(type, { bubbles: true })));
    };
    const turn = (item) => { item.open = !item.open; draw(); mark(item); };
    const pick = (item) => {
      if (!item.free) { if (!plain(typed)) turn(item); return; }
      if (![...select.options].some((option) => option.value === item.value)) select.add(new Option(item.label, item.value));
      set(item.value);
    };
    const ask = async () => {
      const words = typed.trim();
      if (words.length < 2) { fill(); draw(); return; }
      const mine = asking = new AbortController();
      const within = select.form?.elements[select.dataset.with]?.value || '';
      box.classList.add('is-busy');
      try {
        const answer = await fetch(`${select.dataset.src}?${new URLSearchParams({ q: words, within })}`, { signal: mine.signal });
        if (answer.redirected || !answer.ok) throw new Error(answer.status);
        items = (await answer.json()).choices.map(([value, text, detail]) => (
          { level: 0, label: text, detail, key: plain(`${text} ${detail} ${words}`), value: String(value), free: true }));
        draw();
      } catch {
        if (mine.signal.aborted) return;
        items = [];
        draw();
        say(box.dataset.offline);
      }
      box.classList.remove('is-busy');
    };

    input.addEventListener('click', raise);
    input.addEventListener('input', (event) => {
      event.stopPropagation();
      const now = input.value;
      raise();
      typed = input.value = now;
      if (!select.dataset.src) { draw(); return; }
      asking?.abort();
      clearTimeout(timer);
      timer = setTimeout(ask, 200);
    });
    // What is typed here is no change of the form.
    input.addEventListener('change', (event) => event.stopPropagation());
    input.addEventListener('keydown', (event) => {
      const { key } = event;
      if (event.isComposing) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[key];
      const place = shown.indexOf(active);
      const done = () => { event.preventDefault(); event.stopPropagation(); };
      if (step) {
        done();
        if (!isOpen()) raise();
        else if (shown.length) mark(shown[place < 0 ? (step > 0 ? 0 : shown.length - 1) : (place + step + shown.length) % shown.length]);
      } else if (!isOpen()) return;
      else if (key === 'Escape') { done(); shut(); }
      else if (key === 'Enter') { done(); if (active) pick(active); else if (!input.value && empty) set(''); }
      else if (key === 'Tab' && plain(typed) && active?.free) pick(active);
      else if (active && !plain(typed) && key === 'ArrowRight' && active.open === false) { done(); turn(active); }
      else if (active && !plain(typed) && key === 'ArrowLeft' && (active.open || active.parent)) {
        done();
        if (active.open) turn(active);
        else mark(active.parent);
      }
    });
    list.addEventListener('pointerdown', (event) => event.preventDefault());
    list.addEventListener('click', (event) => {
      const item = shown.find((one) => one.row === event.target.closest('.cn-choice'));
      if (!item) return;
      if (event.target.closest('i') && !plain(typed)) turn(item);
      else pick(item);
    });
    clear.addEventListener('click', () => { set(''); input.focus(); });
    find('[data-done]', box).addEventListener('click', () => { shut(); input.focus(); });
    box.addEventListener('focusout', (event) => {
      if (!isOpen() || box.contains(event.relatedTarget)) return;
      if (!input.value && empty) set('');
      else shut();
    });
    select.addEventListener('focus', () => input.focus());
    select.addEventListener('change', () => { if (!isOpen()) sync(); });
    select.addEventListener('chooser:sync', sync);
    sync();
  };

  // In a table of thousands of rows each becomes a chooser when somebody comes to it (data-chooser="late").
  const all = () => findAll('select[data-chooser]:not([data-ready]):not([data-chooser="late"])').forEach(build);
  const late = (event) => {
    const select = event.target.closest?.('select[data-chooser="late"]:not([data-ready])');
    if (!select) return;
    event.preventDefault();
    build(select);
    find('input', select.nextElementSibling)?.focus();
  };
  const again = () => findAll('select.cn-native').forEach((select) => select.dispatchEvent(new Event('chooser:sync')));
  if (pattern) {
    all();
    new MutationObserver(all).observe(document.body, { childList: true, subtree: true });
    addEventListener('pageshow', again);
    on('focusin', late);
    on('pointerdown', late);
    on('reset', () => setTimeout(again));
  }
}
