// The portal's own behaviour, all by delegation on data-* attributes. Every page works without it; only live
// progress, drafts kept on the device and added form rows need it. templates/components/README.md lists the names.
const root = document.documentElement;
root.classList.add('js');
const find = (selector, from = document) => from.querySelector(selector);
const findAll = (selector, from = document) => [...from.querySelectorAll(selector)];
const on = (type, handler, capture) => document.addEventListener(type, handler, capture);
const text = (key, fallback) => document.body.dataset[key] || fallback;
