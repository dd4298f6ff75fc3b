// --- a form in steps, chips that fill a field, numbers to step, lines to type ----------------------------------
// Everything drives real fields, so that drafts keep it and the server needs to know nothing of it.
{
  const say = (field) => field.dispatchEvent(new Event('input', { bubbles: true }));
  const put = (field, value) => { field.value = value; say(field); };
  const press = (button, is) => button.setAttribute('aria-pressed', is);

  // chips over a field: <div data-fills><button data-fill="31/12/2026">…<button data-other>…<input>
  const showFills = (box) => {
    const field = find('input', box);
    const value = field.value.trim();
    let hit = false;
    findAll('[data-fill]', box).forEach((chip) => {
      press(chip, chip.dataset.fill === value && !box.dataset.open);
      hit ||= chip.dataset.fill === value;
    });
    const other = find('[data-other]', box);
    if (!other) return;
    const open = box.dataset.open || !hit || field.matches('.is-invalid');
    press(other, Boolean(open));
    field.hidden = !open;
  };
  on('click', (event) => {
    const chip = event.target.closest('[data-fill], [data-other]');
    const box = chip?.closest('[data-fills]');
    if (!box) return;
    const field = find('input', box);
    const words = chip.dataset.fill;
    if (words === undefined) box.dataset.open = '1';
    else delete box.dataset.open;
    // A reason that is tapped again is taken back; a day stays.
    if (words !== undefined) put(field, field.value.trim() === words && !find('[data-other]', box) ? '' : words);
    showFills(box);
    if (words === undefined) { field.focus(); field.select(); }
  });
  on('input', (event) => {
    const box = event.target.closest('[data-fills]');
    if (box) showFills(box);
  });

  // numbers: <button data-by="-1"> beside the field
  const [thousands, point] = root.lang === 'en' ? [',', '.'] : ['.', ','];
  on('click', (event) => {
    const button = event.target.closest('[data-by]');
    if (!button) return;
    const field = find('input', button.parentElement);
    const now = Number(field.value.replaceAll(thousands, '').replace(point, '.')) || 0;
    const next = Math.max(0, now + Number(button.dataset.by));
    put(field, next || field.dataset.empty === undefined ? next.toLocaleString(root.lang) : '');
  });

  // lines: each line of a textarea has a field of its own; Enter begins the next one
  const builders = new Map();
  findAll('[data-lines]').forEach((box) => {
    const area = find('textarea', box);
    const label = find('label', box);
    const list = document.createElement('div');
    const more = document.createElement('button');
    list.className = 'cn-typed';
    more.type = 'button';
    more.className = 'btn btn-link';
    more.textContent = `+ ${box.dataset.lines}`;
    const lines = () => findAll('textarea', list);
    const grow = (line) => { line.style.height = 'auto'; if (line.scrollHeight) line.style.height = `${line.scrollHeight + 2}px`; };
    const sync = () => { area.value = lines().map((line) => line.value.trim()).filter(Boolean).join('\n'); };
    const addLine = (value, after) => {
      const line = document.createElement('textarea');
      line.rows = 1;
      line.className = `form-control${area.matches('.is-invalid') ? ' is-invalid' : ''}`;
      line.value = value;
      line.setAttribute('enterkeyhint', 'enter');
      line.setAttribute('aria-label', label.textContent.trim());
      if (area.getAttribute('aria-describedby')) line.setAttribute('aria-describedby', area.getAttribute('aria-describedby'));
      list.insertBefore(line, after ? after.nextSibling : more);
      return line;
    };
    list.addEventListener('input', ({ target }) => {
      const [first, ...rest] = target.value.split('\n');
      if (rest.length) {
        target.value = first;
        let last = target;
        // Enter in an empty line begins no other one.
        if (first || rest.some(Boolean)) rest.forEach((words) => { last = addLine(words, last); });
        last.focus();
      }
      lines().forEach(grow);
      sync();
    });
    list.addEventListener('keydown', (event) => {
      const { target } = event;
      if (event.key !== 'Backspace' || target.value || lines().length < 2) return;
      event.preventDefault();
      const others = lines();
      (others[others.indexOf(target) - 1] || others[1]).focus();
      target.remove();
    });
    more.onclick = () => (lines().find((line) => !line.value) || addLine('')).focus();
    const build = () => {
      lines().forEach((line) => line.remove());
      (area.value.split('\n').filter(Boolean).concat('').slice(0, area.value ? -1 : 1)).forEach((words) => addLine(words));
      lines().forEach(grow);
    };
    list.append(more);
    area.before(list);
    area.hidden = true;
    label.onclick = () => lines()[0].focus();
    build();
    builders.set(area, { build, grow: () => lines().forEach(grow) });
  });
  const addTo = (area, words) => {
    if (!words || area.value.split('\n').includes(words)) return;
    area.value = [area.value, words].filter(Boolean).join('\n');
    builders.get(area).build();
    say(area);
  };

  findAll('form[data-steps]').forEach((form) => {
    const steps = findAll('[data-step]', form);
    const nav = find('.cn-stepper', form);
    const links = findAll('a', nav);
    const foot = find('.cn-step-foot', form);
    const last = steps.length - 1;
    const placeOf = (id) => steps.findIndex((step) => step.id === id);
    const hashed = () => placeOf(location.hash.slice(1));
    let here = -1;
    let changed = 0;

    const tally = () => findAll('[data-count]', form).forEach((out) => {
      const boxes = findAll('input[type=checkbox]:not([data-check-all]), .cn-task input[type=radio]', out.closest('[data-step]'));
      const all = new Set(boxes.map((box) => (box.type === 'radio' ? box.name : box.value)));
      out.textContent = `${boxes.filter((box) => box.checked).length}/${all.size}`;
    });

    // rows of next tasks: one empty row at a time
    const rows = () => findAll('[data-rows] .cn-row', form);
    const titleOf = (row) => find('input[name$="-title"]', row);
    const isEmpty = (row) => !titleOf(row).value.trim();
    const showRows = () => {
      rows().forEach((row, place, all) => {
        const spare = isEmpty(row) && !row.dataset.open && !find('.is-invalid', row);
        row.hidden = spare && all.slice(0, place).some((one) => !one.hidden);
        findAll('[data-fills]', row).forEach(showFills);
      });
      const titles = rows().map((row) => titleOf(row).value.trim());
      findAll('[data-suggest]', form).forEach((chip) => press(chip, titles.includes(chip.textContent.trim())));
    };
    // Before the listener that adds a new row, which is needed only when no empty one is left.
    on('click', (event) => {
      if (!event.target.closest('[data-add-row]') || !form.contains(event.target)) return;
      const spare = rows().find((row) => row.hidden);
      if (!spare) { setTimeout(() => { rows().at(-1).dataset.open = '1'; showRows(); }); return; }
      event.stopImmediatePropagation();
      spare.dataset.open = '1';
      showRows();
      titleOf(spare).focus();
    }, true);
    const suggest = (words) => {
      const taken = rows().find((row) => titleOf(row).value.trim() === words);
      let row = taken || rows().find(isEmpty);
      if (!row) { find('[data-add-row]', form).click(); row = rows().at(-1); }
      put(titleOf(row), taken ? '' : words);
      if (taken) delete row.dataset.open;
      showRows();
    };

    // the summary: what each part says, read from its fields
    const said = (part) => {
      const chosen = findAll('input:checked', part).filter((box) => box.type === 'radio');
      const ticks = findAll('input[type=checkbox]:not([data-check-all])', part);
      const name = (box) => find('span', box.closest('label')).textContent.trim();
      const typed = findAll('input[type=text], textarea', part).filter((field) => {
        const limit = field.closest('[data-if]')?.dataset.if;
        return field.name && (!limit || chosen.some((box) => box.value === limit));
      });
      if (typed[0]?.matches('[name$="-title"]') && !typed[0].value.trim()) return '';
      const words = typed.map((field) => field.value.trim());
      const picked = chosen.filter((box) => box.value).map(name);
      if (part.dataset.task) words.unshift(...picked);
      else words.splice(1, 0, ...picked);
      if (ticks.length && part.dataset.nothing && !ticks.some((box) => box.checked)) return '';
      if (ticks.length) {
        words.push(`${ticks.filter((box) => box.checked).length}/${ticks.length}`);
        const absent = ticks.filter((box) => !box.checked).map(name);
        if (absent.length) words.push(`${part.dataset.unticked}: ${absent.join(', ')}`);
      }
      return words.filter(Boolean).join(' · ');
    };
    const sumUp = () => findAll('[data-sum]', form).forEach((list) => {
      list.replaceChildren();
      const line = (label, words, isOpen) => {
        const item = document.createElement('li');
        if (label) item.append(Object.assign(document.createElement('span'), { textContent: label }));
        item.append(Object.assign(document.createElement('b'), { textContent: words }));
        item.classList.toggle('is-open', Boolean(isOpen));
        list.append(item);
      };
      findAll('[data-says]', document.getElementById(list.dataset.sum)).forEach((part) => {
        const words = said(part);
        if (words || part.dataset.nothing) line(part.dataset.says, words || `⚠ ${part.dataset.nothing}`, !words);
      });
      if (!list.children.length) line('', list.dataset.nothing);
    });

    const show = (place, isMove) => {
      here = place;
      changed = Date.now();
      steps.forEach((step, i) => { step.hidden = i !== place; });
      links.forEach((link, i) => {
        link.classList.toggle('is-past', i < place);
        if (i === place) link.setAttribute('aria-current', 'step');
        else link.removeAttribute('aria-current');
      });
      const words = find('[data-words]', nav);
      words.textContent = words.dataset.words.replace('{here}', place + 1).replace('{all}', steps.length);
      // Its title, and "mend this" where something was refused.
      find('.cn-stepper-now b', nav).replaceChildren(...find('.cn-step-name', links[place]).cloneNode(true).childNodes);
      form.elements.step.value = steps[place].id;
      if (place === last) { sumUp(); form.dataset.looked = '1'; }
      const shown = {
        first: !place, back: place, check: form.dataset.looked && place < last - 1, next: place < last, last: place === last,
      };
      Object.keys(shown).forEach((key) => findAll(`[data-${key}]`, foot).forEach((one) => { one.hidden = !shown[key]; }));
      builders.forEach(({ grow }) => grow());
      if (!isMove) return;
      find('h2', steps[place]).focus({ preventScroll: true });
      nav.scrollIntoView();
    };
    const go = (place) => {
      history.pushState({ from: here }, '', `#${steps[place].id}`);
      show(place, true);
    };
    const follow = () => {
      const place = location.hash ? hashed() : 0;
      if (place >= 0 && place !== here) show(place, true);
    };
    addEventListener('popstate', follow);
    addEventListener('hashchange', follow);
    // A double tap on "next" must not run past a step, nor press what has come under the thumb.
    foot.addEventListener('click', (event) => {
      if (Date.now() - changed > 400) return;
      event.preventDefault();
      event.stopPropagation();
    }, true);
    find('[data-next]', foot).onclick = () => go(here + 1);
    find('[data-back]', foot).onclick = () => {
      if (history.state?.from === here - 1) history.back();
      else go(here - 1);
    };
    form.addEventListener('click', ({ target }) => {
      const chip = target.closest('[data-suggest]');
      if (chip) suggest(chip.textContent.trim());
      if (target.closest('[data-rest]')) {
        findAll('.cn-task', form).filter((task) => !find('input:checked', task)).forEach((task) => {
          const done = find(`input[value="${target.closest('[data-rest]').dataset.rest}"]`, task);
          done.checked = true;
          say(done);
        });
      }
      if (target.closest('[data-take]')) {
        findAll('.cn-task', form).forEach((task) => {
          const state = find('input:checked', task)?.value;
          if (state === 'done') addTo(form.elements.done, task.dataset.task);
          if (state !== 'not_done') return;
          addTo(form.elements.not_done, task.dataset.task);
          addTo(form.elements.not_done_reason, find('.cn-task-why input', task).value.trim());
        });
      }
    });
    form.addEventListener('input', ({ target }) => {
      const row = target.closest('[data-rows] .cn-row');
      if (row) { row.dataset.open = '1'; showRows(); }
      tally();
    });
    // "Enter" on a phone's keyboard closes it; the form is sent by its buttons.
    form.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || !event.target.matches('input')) return;
      event.preventDefault();
      if (matchMedia('(pointer: coarse)').matches) event.target.blur();
    });

    form.addEventListener('refilled', () => {
      builders.forEach(({ build }) => build());
      findAll('[data-fills]', form).forEach(showFills);
      tally();
      showRows();
      if (here === last) sumUp();
    });
    tally();
    showRows();
    const wrong = links.findIndex((link) => link.matches('.is-wrong'));
    const kept = placeOf(form.elements.step.value);
    const start = wrong >= 0 ? wrong : hashed() >= 0 ? hashed() : Math.max(0, kept);
    if (start && hashed() !== start) history.replaceState(null, '', `#${steps[start].id}`);
    show(start);
  });
  findAll('[data-fills]').forEach(showFills);
}
