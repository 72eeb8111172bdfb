// What is kept in the browser, asked for by promises. A transaction stays open while nothing else is waited for.

export const complete = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error('it was given up'));
  });

export const answer = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Why something can't be kept, as a page shows it. */
export const words = (error) => error?.name ?? String(error);
