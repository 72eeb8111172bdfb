console.warn('said by a worker');
postMessage('said');
