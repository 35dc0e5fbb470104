"use strict";
// Gradio takes its own words, and the language of the page, from the browser. Here both follow the page: this runs first.
(() => {
  const language = document.documentElement.lang;
  Object.defineProperty(navigator, "language", { get: () => language });
  Object.defineProperty(navigator, "languages", { get: () => [language] });
})();
