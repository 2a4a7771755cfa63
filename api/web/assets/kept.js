// What the browser keeps: the session for this tab, the letter size for this person.
// Storage may be switched off; then the page works without it.
function read(storage, key) {
  try {
    return JSON.parse(window[storage].getItem(key));
  } catch {
    return null;
  }
}

function write(storage, key, value) {
  try {
    if (value === null) window[storage].removeItem(key);
    else window[storage].setItem(key, JSON.stringify(value));
  } catch {
    // Kept for the life of the page only.
  }
}

export const keptSession = () => read("sessionStorage", "hotline.session");
export const keepSession = (session) => write("sessionStorage", "hotline.session", session);
export const keptSize = () => read("localStorage", "hotline.size");
export const keepSize = (size) => write("localStorage", "hotline.size", size);
