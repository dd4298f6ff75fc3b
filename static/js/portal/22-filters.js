// --- empty filters stay out of the address -----------------------------------------------------------------------
on('submit', (event) => {
  if (!event.target.matches('[data-filter]')) return;
  findAll('input, select', event.target).forEach((field) => { if (!field.value) field.disabled = true; });
  setTimeout(() => findAll(':disabled', event.target).forEach((field) => { field.disabled = false; }));
});
