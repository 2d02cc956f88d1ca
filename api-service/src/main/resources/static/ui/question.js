import { html, render } from './dom.js';
import { problemBox } from './parts.js';

/**
 * Asks before something is done, does it, and tells what went wrong. Gives whether it was done.
 *
 * title: the question, with numbers · text: what follows from it · verb: what the button says · act: does it
 */
export function ask({ title, text, verb, act }) {
  const dialog = document.getElementById('question');
  return new Promise((answer) => {
    let isDone = false;
    let isBusy = false;
    let problem = null;

    async function confirm(event) {
      event.preventDefault();
      isBusy = true;
      draw();
      try {
        await act();
        isDone = true;
        dialog.close();
      } catch (error) {
        problem = error;
      }
      isBusy = false;
      draw();
    }

    function draw() {
      render(
        html`<form method="dialog" @submit=${confirm}>
          <h2 id="question-title">${title}</h2>
          <p>${text}</p>
          ${problemBox(problem)}
          <div class="buttons">
            <button type="button" autofocus @click=${() => dialog.close()}>${problem ? 'Close' : 'No, go back'}</button>
            <button type="submit" class="primary" ?disabled=${isBusy}>${verb}</button>
          </div>
        </form>`,
        dialog,
      );
    }

    dialog.onclose = () => answer(isDone);
    draw();
    dialog.showModal();
  });
}
