// The calls of a Riskwright plugin, as plain values: typed arrays in, typed arrays out.

/** A text in some languages; the first is the one to fall back on. */
export type Texts = { language: string; text: string }[];
export type Bounds = { unit: string; min: number; max: number };
export type FactorKind =
  | { tag: 'ordinal'; val: Texts[] }
  | { tag: 'number'; val: Bounds }
  | { tag: 'estimate'; val: Bounds }
  | { tag: 'flag' };
export type Factor = {
  id: string;
  title: Texts;
  help: Texts;
  kind: FactorKind;
  required: boolean;
  effect: 'raises' | 'lowers' | 'mixed';
};
export type Description = {
  title: Texts;
  factors: Factor[];
  nodes: { id: string; title: Texts; kind: FactorKind }[];
  levels: Texts[];
  minScore: number;
  maxScore: number;
  unit: string;
  axes?: [number, number];
  givesLoss: boolean;
};

/** What was estimated of a factor, a value for each row; null where nothing was. Typed arrays have no gaps. */
export type Column =
  /** levels by index */
  | ArrayLike<number | null | undefined>
  | ArrayLike<boolean | null | undefined>
  /** low, most likely, high */
  | ArrayLike<[number, number, number] | null | undefined>;
export type Settings = Readonly<Record<string, unknown>>;
export type SettingsProblem = { path: string; message: Texts };
/** Rows with a problem have no score, but 0 and 0. A row has one at most; rows rise, problems come in any order. */
export type Answer = { scores: Float64Array; levels: Uint8Array; problems: { rows: Uint32Array; message: Texts }[] };
export type Value =
  | { tag: 'level'; val: number }
  | { tag: 'number'; val: number }
  | { tag: 'estimate'; val: [number, number, number] }
  | { tag: 'flag'; val: boolean };
export type Step = { node: string; value: Value; sources: string[] };
export type Distribution =
  | { tag: 'constant'; val: number }
  | { tag: 'uniform'; val: [number, number] }
  | { tag: 'pert'; val: [number, number, number, number] }
  | { tag: 'lognormal'; val: [number, number] };
export type LossModel = {
  frequency: Distribution[];
  susceptibility: { tag: 'share'; val: Distribution } | { tag: 'contest'; val: [Distribution, Distribution] };
  primary: Distribution[];
  secondary: { share: Distribution; magnitude: Distribution[] }[];
};

export type Catalogue = {
  title: Texts;
  edition: string;
  groups: { id: string; title: Texts; parent?: string }[];
  controls: {
    id: string;
    title: Texts;
    group: string;
    enhances?: string;
    statement: Texts;
    parameters: { id: string; label: Texts; choices: string[]; howMany: number }[];
    attributes: [string, string][];
    related: string[];
  }[];
  mappings: {
    control: string;
    catalogue: string;
    other: string;
    relation: 'equal' | 'subset' | 'superset' | 'intersects';
  }[];
};

export type ItemKind =
  | { tag: 'one-of' | 'any-of'; val: { id: string; title: Texts }[] }
  | { tag: 'scale'; val: Texts[] }
  | { tag: 'text'; val: number }
  | { tag: 'number'; val: Bounds }
  | { tag: 'date' | 'yes-no' };
export type Test =
  | { tag: 'has-choice'; val: string }
  | { tag: 'at-least' | 'at-most'; val: number }
  | { tag: 'is-yes' | 'is-no' | 'is-answered' | 'is-not-applicable' };
export type Questionnaire = {
  title: Texts;
  intro: Texts;
  sections: { id: string; title: Texts; intro: Texts }[];
  items: {
    id: string;
    section: string;
    title: Texts;
    help: Texts;
    kind: ItemKind;
    required: boolean;
    mayNotApply: boolean;
    wantsEvidence: boolean;
    shownIf: { item: string; test: Test }[][];
    about: string[];
  }[];
  scores: { id: string; title: Texts; min: number; max: number; unit: string }[];
};
export type GivenAnswer = {
  item: string;
  value:
    | { tag: 'choice' | 'text' | 'date' | 'not-applicable'; val: string }
    | { tag: 'choices'; val: string[] }
    | { tag: 'level' | 'number'; val: number }
    | { tag: 'yes-no'; val: boolean };
};
export type ProposedChange =
  | { tag: 'control-status'; val: [string, 'implemented' | 'partial' | 'planned' | 'alternative' | 'not-applicable'] }
  | { tag: 'factor-level'; val: [string, number] }
  | { tag: 'finding'; val: ['opportunity' | 'minor' | 'major', string] };
export type Evaluation = {
  visible: string[];
  missing: string[];
  problems: { item: string; message: Texts }[];
  scores: { id: string; value?: number; explanation: Texts }[];
  proposals: { change: ProposedChange; reason: Texts; because: string[] }[];
};

/** What a package says of itself. */
export type Manifest = {
  contract: string;
  default_language: string;
  exports: ('methodology' | 'catalogue' | 'questionnaire')[];
  id: string;
  licence: string;
  limits?: { memory_mib?: number; time_ms?: number };
  publisher: string;
  settings_schema: Record<string, unknown>;
  titles: Record<string, string>;
  version: string;
  description?: Record<string, string>;
  homepage?: string;
  kit?: Record<string, unknown>;
};

/** The calls. What the package does not offer throws. */
export interface Calls {
  /** What is wrong with settings; empty if they will do. */
  validateSettings(settings: Settings): SettingsProblem[];
  describe(settings?: Settings): Description;
  /** Scores rows: a column for each factor in the order of the description. */
  assess(settings: Settings, columns: readonly Column[]): Answer;
  /** The steps to the score of each row. */
  trace(settings: Settings, columns: readonly Column[]): Step[][];
  /** The loss model of each row that has one. */
  loss(settings: Settings, columns: readonly Column[]): (LossModel | undefined)[];
  catalogue(): Catalogue;
  questionnaire(): Questionnaire;
  /** What follows from answers. */
  evaluate(answers: readonly GivenAnswer[]): Evaluation;
}

export const manifest: Manifest;
/** The digest of the package this was made of: what scores pin. */
export const digest: string;

/** A plugin where it is imported: nothing ends a loop in it. Every call gets a fresh instance. */
export declare class Plugin implements Calls {
  private constructor();
  validateSettings(settings: Settings): SettingsProblem[];
  describe(settings?: Settings): Description;
  assess(settings: Settings, columns: readonly Column[]): Answer;
  trace(settings: Settings, columns: readonly Column[]): Step[][];
  loss(settings: Settings, columns: readonly Column[]): (LossModel | undefined)[];
  catalogue(): Catalogue;
  questionnaire(): Questionnaire;
  evaluate(answers: readonly GivenAnswer[]): Evaluation;
}

/** Compiles the plugin's code, which lies beside this file unless said otherwise. */
export function load(base?: string | URL): Promise<Plugin>;

/** JSON as the host writes it (RFC 8785). */
export function canonical(value: unknown): string;
