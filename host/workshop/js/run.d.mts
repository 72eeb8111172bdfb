import type { Calls, Manifest } from './plugin.mjs';

export interface StartOptions {
  /** Milliseconds for a call; 2000 if not said. A package may ask for less, never for more. */
  timeMs?: number;
  /** Milliseconds for fetching and compiling the code; 30000 if not said. */
  loadMs?: number;
}

/**
 * A plugin in a worker of its own. Calls are made one after the other. One that takes too long is rejected with a
 * `TimeoutError` and its worker is ended; the next call gets a new one.
 */
export type Running = {
  [Call in keyof Calls]: (...given: Parameters<Calls[Call]>) => Promise<ReturnType<Calls[Call]>>;
} & {
  readonly manifest: Manifest;
  /** Ends the worker. What is still asked is rejected. */
  end(): void;
};

/** Starts the plugin whose files lie in the folder `url`, relative to the page; beside this file if not said. */
export function start(url?: string | URL, options?: StartOptions): Promise<Running>;
