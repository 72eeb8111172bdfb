//! What papers say, in English, German and French. `{0}` and `{1}` are filled in.

use std::fmt::Display;

use riskwright_press::Language;

use super::word::place;

/// A text in each language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said(pub(super) [&'static str; 3]);

impl Said {
    pub(super) fn in_(self, language: Language) -> &'static str {
        self.0.get(place(language)).copied().unwrap_or_default()
    }

    /// The text with what belongs into it.
    pub(super) fn with(self, language: Language, parts: &[&dyn Display]) -> String {
        let mut text = self.in_(language).to_owned();
        for (at, part) in parts.iter().enumerate() {
            text = text.replace(&format!("{{{at}}}"), &part.to_string());
        }
        text
    }
}

macro_rules! said {
    ($($name:ident: $english:literal, $german:literal, $french:literal;)*) => {
        $(pub(super) const $name: Said = Said([$english, $german, $french]);)*
        #[cfg(test)]
        const ALL: &[(&str, Said)] = &[$((stringify!($name), $name),)*];
    };
}

said! {
    // titles
    RISK_ASSESSMENT: "Risk assessment report", "Bericht zur Risikobeurteilung", "Rapport d’appréciation des risques";
    TREATMENT_PLAN: "Risk treatment plan", "Risikobehandlungsplan", "Plan de traitement des risques";
    SOA: "Statement of Applicability", "Erklärung zur Anwendbarkeit", "Déclaration d’applicabilité";
    REGISTER: "Risk register", "Risikoregister", "Registre des risques";
    DOCUMENTS: "Documented information", "Dokumentierte Information", "Informations documentées";
    MEASUREMENT: "Measurement report", "Messbericht", "Rapport de mesure";
    INCIDENT: "Incident report", "Vorfallbericht", "Rapport d’incident";
    REVIEW: "Minutes of the management review", "Protokoll der Managementbewertung", "Compte rendu de la revue de direction";
    PROGRAMME: "Audit programme", "Auditprogramm", "Programme d’audit";
    AUDIT: "Audit report", "Auditbericht", "Rapport d’audit";
    READINESS: "Readiness for certification", "Bereitschaft zur Zertifizierung", "Préparation à la certification";
    NONCONFORMITIES: "Nonconformities and corrective actions", "Nichtkonformitäten und Korrekturmaßnahmen", "Non-conformités et actions correctives";
    // around papers
    CLAUSES: "{0}, {1}", "{0}, {1}", "{0}, {1}";
    ORGANISATION: "Organisation", "Organisation", "Organisme";
    AS_OF: "As of", "Stand", "État au";
    SCOPE: "Scope of the ISMS", "Anwendungsbereich des ISMS", "Domaine d’application du SMSI";
    NO_SCOPE: "No scope statement has been recorded.", "Kein Anwendungsbereich ist festgehalten.", "Aucun domaine d’application n’est consigné.";
    SCOPE_APPROVAL: "Scope approval", "Genehmigung des Anwendungsbereichs", "Approbation du domaine";
    APPROVED_BY: "Approved by {0} on {1}", "Genehmigt von {0} am {1}", "Approuvé par {0} le {1}";
    NOT_APPROVED: "Draft: not approved", "Entwurf: nicht genehmigt", "Projet : non approuvé";
    VERIFY_BEFORE: "To check that this paper belongs to its journal, run ", "Ob dieses Dokument zu seinem Journal gehört, zeigt ", "Pour vérifier que ce document provient de son journal, lancez ";
    VERIFY_AFTER: " on the ISMS file: it recomputes the journal from its first entry, and entry {0} must carry the head hash above. The same state gives the same paper, with the same digest.", " mit der Datei des ISMS: Es rechnet das Journal vom ersten Eintrag an nach, und Eintrag {0} muss den obigen Kopf-Hash tragen. Derselbe Stand ergibt dasselbe Dokument mit derselben Prüfsumme.", " sur le fichier du SMSI : le journal est recalculé depuis sa première entrée, et l’entrée {0} doit porter l’empreinte de tête ci-dessus. Le même état donne le même document, avec la même empreinte.";
    NOT_STATED: "Not stated", "Nicht angegeben", "Non indiqué";
    NOBODY: "Nobody named", "Niemand benannt", "Personne désignée";
    NO_DATE: "No date", "Kein Termin", "Sans date";
    NONE_NAMED: "None named", "Keine genannt", "Aucun indiqué";
    NONE: "None", "Keine", "Aucun";
    YES: "Yes", "Ja", "Oui";
    NO: "No", "Nein", "Non";
    OVERDUE: "Overdue", "Überfällig", "En retard";
    // headings of tables and facts
    ID: "Id", "Nr.", "Réf.";
    TITLE: "Title", "Titel", "Titre";
    KIND: "Kind", "Art", "Type";
    STATE: "State", "Zustand", "État";
    STATUS: "Status", "Status", "Statut";
    OWNER: "Owner", "Verantwortlich", "Responsable";
    DUE: "Due", "Fällig", "Échéance";
    VERSION: "Version", "Version", "Version";
    DATE: "Date", "Datum", "Date";
    SUMMARY: "Summary", "Zusammenfassung", "Synthèse";
    DESCRIPTION: "Description", "Beschreibung", "Description";
    EVIDENCE: "Evidence", "Nachweise", "Preuves";
    CLAUSE: "Clause", "Abschnitt", "Article";
    CONTROL: "Control", "Maßnahme", "Mesure";
    CONTROLS: "Controls", "Maßnahmen", "Mesures";
    RISK: "Risk", "Risiko", "Risque";
    RISKS: "Risks", "Risiken", "Risques";
    ASSETS: "Assets", "Werte", "Actifs";
    ACTIONS: "Actions", "Maßnahmen der Umsetzung", "Actions";
    ACTION: "Action", "Umsetzung", "Action";
    PROGRESS: "Progress", "Fortschritt", "Avancement";
    COST: "Cost and resources", "Kosten und Mittel", "Coûts et ressources";
    REASON: "Reason", "Begründung", "Motif";
    COURSE: "Course", "Verlauf", "Déroulement";
    STEP: "Step", "Schritt", "Étape";
    BY: "By", "Durch", "Par";
    WHAT_WAS_SAID: "What was said", "Was dazu gesagt wurde", "Commentaire";
    // risk assessment
    METHOD: "Method", "Methode", "Méthode";
    METHODOLOGY: "Methodology", "Methodik", "Méthode";
    METHOD_TEXT: "Each scenario is estimated in the factors of the methodology, before controls and with the controls in place. The methodology gives a score and a level; the criteria below say which levels are acceptable. Scores are computed from the estimates as they stand on the day of this paper.", "Jedes Szenario wird in den Faktoren der Methodik geschätzt, ohne Maßnahmen und mit den vorhandenen. Die Methodik ergibt daraus Punktzahl und Stufe; die Kriterien unten sagen, welche Stufen annehmbar sind. Die Bewertungen sind aus den Schätzungen vom Tag dieses Dokuments berechnet.", "Chaque scénario est estimé selon les facteurs de la méthode, sans mesures puis avec les mesures en place. La méthode en tire une note et un niveau ; les critères ci-dessous disent quels niveaux sont acceptables. Les notes sont calculées d’après les estimations à la date de ce document.";
    SETTINGS_DIGEST: "Digest of its settings (SHA-256)", "Prüfsumme ihrer Einstellungen (SHA-256)", "Empreinte de ses réglages (SHA-256)";
    REASSESS: "Risks are assessed again after", "Risiken werden neu beurteilt nach", "Les risques sont réappréciés après";
    MONTHS: "{0} months", "{0} Monaten", "{0} mois";
    NO_INTERVAL: "No interval has been set", "Keine Frist ist festgelegt", "Aucun délai n’est fixé";
    AND_WHENEVER: "And whenever", "Und immer, wenn", "Et chaque fois que";
    CRITERIA: "Criteria", "Kriterien", "Critères";
    CRITERIA_APPROVAL: "Approval of the criteria", "Genehmigung der Kriterien", "Approbation des critères";
    LEVELS: "Levels of risk and what they mean", "Risikostufen und ihre Bedeutung", "Niveaux de risque et leur sens";
    LEVEL: "Level", "Stufe", "Niveau";
    ACCEPTANCE: "Acceptance", "Annahme", "Acceptation";
    APPETITE: "Open risks carried", "Getragene Risiken", "Risques portés";
    ANY_NUMBER: "Any number", "Beliebig viele", "Sans limite";
    AT_MOST: "At most {0}", "Höchstens {0}", "Au plus {0}";
    ACCEPTABLE: "Acceptable", "Annehmbar", "Acceptable";
    TOLERABLE: "Tolerable, under watch", "Tragbar, unter Beobachtung", "Tolérable, sous surveillance";
    UNACCEPTABLE: "Unacceptable without treatment or the owner’s acceptance", "Nicht annehmbar ohne Behandlung oder Annahme durch den Eigentümer", "Inacceptable sans traitement ni acceptation par le propriétaire";
    LIKELIHOOD: "Likelihood", "Wahrscheinlichkeit", "Vraisemblance";
    CONSEQUENCE: "Overall consequence", "Gesamtfolge", "Conséquence globale";
    CONSEQUENCE_OF: "Consequence: {0}", "Folge: {0}", "Conséquence : {0}";
    STEP_OF_SCALE: "Step", "Stufe", "Degré";
    NAME: "Name", "Name", "Nom";
    MEANING: "Meaning", "Bedeutung", "Signification";
    RANGE: "Range", "Bereich", "Étendue";
    RESULTS: "Results", "Ergebnisse", "Résultats";
    OPEN_RISKS: "open risks", "offene Risiken", "risques ouverts";
    TO_BE_TREATED: "to be treated", "zu behandeln", "à traiter";
    NOT_ASSESSED: "not assessed", "nicht beurteilt", "non appréciés";
    BY_LEVEL: "Open risks by level", "Offene Risiken nach Stufe", "Risques ouverts par niveau";
    NO_LEVEL: "No level", "Ohne Stufe", "Sans niveau";
    INHERENT: "Inherent", "Ohne Maßnahmen", "Brut";
    PRESENT: "Present", "Gegenwärtig", "Actuel";
    CURRENT: "Current", "Aktuell", "Actuel";
    TARGET: "Target", "Ziel", "Cible";
    BY_VERDICT: "Open risks by verdict", "Offene Risiken nach Urteil", "Risques ouverts par verdict";
    VERDICT: "Verdict", "Urteil", "Verdict";
    V_UNASSESSED: "Not assessed", "Nicht beurteilt", "Non apprécié";
    V_ACCEPT: "Acceptable", "Annehmbar", "Acceptable";
    V_TOLERATE: "Tolerable, under watch", "Tragbar, beobachten", "Tolérable, à surveiller";
    V_ACCEPTED: "Accepted by its owner", "Vom Eigentümer angenommen", "Accepté par son propriétaire";
    V_IN_TREATMENT: "In treatment", "In Behandlung", "En traitement";
    V_TREAT: "To be treated", "Zu behandeln", "À traiter";
    HEAT_MAPS: "Heat maps", "Risikomatrizen", "Matrices des risques";
    MAP_BOTH: "Inherent and present risk: controls in place are not weighed yet", "Risiko ohne Maßnahmen, zugleich gegenwärtiges: vorhandene sind noch nicht gewichtet", "Risque brut et actuel : les mesures en place ne sont pas encore pesées";
    MAP_INHERENT: "Inherent risk, without controls", "Risiko ohne Maßnahmen", "Risque brut, sans mesures";
    MAP_PRESENT: "Present risk, with the controls in place", "Gegenwärtiges Risiko mit den vorhandenen Maßnahmen", "Risque actuel, avec les mesures en place";
    MAP_TARGET: "Target risk, with the treatment plan carried out", "Zielrisiko nach Umsetzung des Behandlungsplans", "Risque cible, le plan de traitement réalisé";
    MAP_SAID: "{0} down, {1} across.", "{0} senkrecht, {1} waagrecht.", "{0} en ordonnée, {1} en abscisse.";
    MAP_CELL: "{0}, {1}: {2} ({3})", "{0}, {1}: {2} ({3})", "{0}, {1} : {2} ({3})";
    ELSEWHERE: "Not on the map, for want of an estimate: {0}", "Nicht in der Matrix, weil eine Schätzung fehlt: {0}", "Hors de la matrice, faute d’estimation : {0}";
    NO_AXES: "The methodology has no two factors with levels, so there is no heat map.", "Die Methodik hat keine zwei Faktoren mit Stufen, daher gibt es keine Matrix.", "La méthode n’a pas deux facteurs à niveaux : il n’y a pas de matrice.";
    MOST_URGENT: "Open risks, the most urgent first", "Offene Risiken, die dringendsten zuerst", "Risques ouverts, les plus urgents d’abord";
    RANK: "Rank", "Rang", "Rang";
    TREATMENT: "Treatment", "Behandlung", "Traitement";
    NOT_DECIDED: "Not decided", "Nicht entschieden", "Non décidé";
    NOT_ESTIMATED: "Not estimated", "Nicht geschätzt", "Non estimé";
    UNRECORDED: "The score on record is missing or no longer holds for: {0}", "Die festgehaltene Bewertung fehlt oder gilt nicht mehr bei: {0}", "La note consignée manque ou ne vaut plus pour : {0}";
    // treatment plan
    DECISIONS: "Decisions on risks", "Entscheidungen zu Risiken", "Décisions sur les risques";
    OPTION: "Option", "Option", "Option";
    CHOSEN: "Controls chosen", "Gewählte Maßnahmen", "Mesures choisies";
    RATIONALE: "Rationale", "Begründung", "Justification";
    PLAN: "Actions by date due", "Umsetzung nach Fälligkeit", "Actions par échéance";
    ACTIONS_TOTAL: "actions", "Umsetzungsschritte", "actions";
    ACTIONS_OPEN: "open", "offen", "ouvertes";
    ACTIONS_OVERDUE: "overdue", "überfällig", "en retard";
    ACTIONS_DONE: "done", "erledigt", "faites";
    ACCEPTANCES: "Acceptances of risks by their owners", "Annahme von Risiken durch ihre Eigentümer", "Acceptation des risques par leurs propriétaires";
    ACCEPTED_BY: "Accepted by", "Angenommen von", "Accepté par";
    ON: "On", "Am", "Le";
    UNTIL: "Until", "Bis", "Jusqu’au";
    CONDITIONS: "Conditions", "Bedingungen", "Conditions";
    STANDS: "Stands", "Gilt", "Valable";
    STANDS_VALID: "Valid", "Gültig", "Valable";
    STANDS_EXPIRED: "Expired", "Abgelaufen", "Expirée";
    STANDS_STALE: "No longer holds", "Gilt nicht mehr", "Ne vaut plus";
    // statement of applicability
    SOA_STANDING: "State of this statement", "Stand dieser Erklärung", "État de cette déclaration";
    SOA_NEVER: "Draft: no version has been approved", "Entwurf: keine Fassung ist genehmigt", "Projet : aucune version n’est approuvée";
    SOA_APPROVED: "Version {0}, approved by {1} on {2}", "Fassung {0}, genehmigt von {1} am {2}", "Version {0}, approuvée par {1} le {2}";
    SOA_DIFFERS: "Draft: differs from the approved version {0} of {1}", "Entwurf: weicht von der genehmigten Fassung {0} vom {1} ab", "Projet : diffère de la version approuvée {0} du {1}";
    SOA_DIGEST: "Digest of the statement (SHA-256)", "Prüfsumme der Erklärung (SHA-256)", "Empreinte de la déclaration (SHA-256)";
    SOA_TEXT: "Every control of Annex A is listed, and the organisation’s own, with whether it applies, why, and how far it is in place. A control applies if a risk, a law, a contract or a business reason points at it, or by a decision that is justified.", "Alle Maßnahmen des Anhangs A und die eigenen sind aufgeführt: ob sie anwendbar sind, warum, und wie weit sie umgesetzt sind. Eine Maßnahme ist anwendbar, wenn ein Risiko, ein Gesetz, ein Vertrag oder ein Geschäftsgrund auf sie zeigt, oder durch begründete Entscheidung.", "Toutes les mesures de l’annexe A et celles propres à l’organisme sont listées : si elles s’appliquent, pourquoi, et où en est leur mise en œuvre. Une mesure s’applique si un risque, une loi, un contrat ou un motif métier y renvoie, ou par une décision justifiée.";
    CONTROLS_COUNT: "controls", "Maßnahmen", "mesures";
    INCLUDED: "included", "enthalten", "incluses";
    EXCLUDED: "excluded", "ausgeschlossen", "exclues";
    APPLIES: "Applies", "Anwendbar", "Applicable";
    WHY: "Why", "Warum", "Pourquoi";
    JUSTIFICATION: "Justification", "Begründung", "Justification";
    HOW: "How it is implemented", "Wie sie umgesetzt ist", "Mise en œuvre";
    THEME: "Theme", "Thema", "Thème";
    BY_THEME: "Controls by theme", "Maßnahmen nach Thema", "Mesures par thème";
    BY_STATUS: "Controls by status", "Maßnahmen nach Status", "Mesures par statut";
    STATUS_UNSTATED: "Status not stated", "Ohne Status", "Statut non indiqué";
    STATUS_EXCLUDED: "Excluded", "Ausgeschlossen", "Exclue";
    AGAINST_DERIVED: "decided against what was derived", "abweichend von der Ableitung entschieden", "décidé contre la dérivation";
    CARRIED: "State carried over from {0}", "Stand übernommen von {0}", "État repris de {0}";
    R_RISK: "Risk treatment", "Risikobehandlung", "Traitement des risques";
    R_LEGAL: "Law", "Gesetz", "Loi";
    R_CONTRACTUAL: "Contract", "Vertrag", "Contrat";
    R_BUSINESS: "Business need", "Geschäftsgrund", "Besoin métier";
    R_BASELINE: "Good practice", "Gute Praxis", "Bonne pratique";
    R_DECISION: "Decision", "Entscheidung", "Décision";
    NO_REASON: "No risk, law, contract or business reason points at it", "Kein Risiko, Gesetz, Vertrag oder Geschäftsgrund zeigt darauf", "Aucun risque, loi, contrat ou motif métier n’y renvoie";
    NAMED: "Risks and requirements named", "Genannte Risiken und Anforderungen", "Risques et exigences cités";
    SOURCE: "Owner or source", "Verantwortlich oder Quelle", "Responsable ou source";
    REQUIREMENT: "Requirement", "Anforderung", "Exigence";
    // documents
    REQUIRED: "What the standard asks for", "Was die Norm verlangt", "Ce que la norme demande";
    REQUIRED_TEXT: "What clauses 4 to 10 ask for as documented information, and what controls that apply call for, with what is there.", "Was die Abschnitte 4 bis 10 als dokumentierte Information verlangen und was anwendbare Maßnahmen erfordern, mit dem, was vorhanden ist.", "Ce que les articles 4 à 10 demandent comme information documentée et ce qu’appellent les mesures applicables, avec ce qui existe.";
    AGAINST: "Against", "Zu", "Au regard de";
    ASKED: "Asked for", "Verlangt", "Demandé";
    PRESENCE: "Presence", "Vorhanden", "Présence";
    FULFILLED_BY: "Fulfilled by", "Erfüllt durch", "Satisfait par";
    ALL_DOCUMENTS: "Documents", "Dokumente", "Documents";
    IN_FORCE_SINCE: "In force since", "In Kraft seit", "En vigueur depuis";
    NEXT_REVIEW: "Next review", "Nächste Prüfung", "Prochaine revue";
    FULFILS: "Fulfils", "Erfüllt", "Satisfait";
    DOCUMENTS_COUNT: "documents", "Dokumente", "documents";
    IN_FORCE: "in force", "in Kraft", "en vigueur";
    REVIEW_DUE: "due for review", "zur Prüfung fällig", "à revoir";
    REQUIRED_MISSING: "asked for and missing", "verlangt und fehlend", "demandés et manquants";
    // measurement
    MEASURES: "Measures", "Messgrößen", "Indicateurs";
    MEASURE: "Measure", "Messgröße", "Indicateur";
    MEASURES_COUNT: "measures in use", "Messgrößen in Gebrauch", "indicateurs en usage";
    LAST_RESULT: "Last result", "Letztes Ergebnis", "Dernier résultat";
    AIM: "Target", "Ziel", "Cible";
    THRESHOLD: "Threshold", "Schwelle", "Seuil";
    STANDING: "Standing", "Stand", "Situation";
    TREND: "Trend", "Verlauf", "Tendance";
    NEXT_RESULT: "Next result due", "Nächstes Ergebnis fällig", "Prochain résultat dû";
    PURPOSE: "Purpose", "Zweck", "But";
    HOW_MEASURED: "How it is measured", "Wie gemessen wird", "Méthode de mesure";
    DIRECTION: "What is better", "Was besser ist", "Sens favorable";
    MEASURED_BY: "Measured by", "Gemessen von", "Mesuré par";
    ANALYSED_BY: "Analysed by", "Ausgewertet von", "Analysé par";
    TREND_OF: "{0} over time", "{0} im Zeitverlauf", "{0} au fil du temps";
    TREND_SAID: "From {0} on {1} to {2} on {3}, {4} results.", "Von {0} am {1} zu {2} am {3}, {4} Ergebnisse.", "De {0} le {1} à {2} le {3}, {4} résultats.";
    TREND_ONE: "One result: {0} on {1}.", "Ein Ergebnis: {0} am {1}.", "Un résultat : {0} le {1}.";
    TARGET_SAID: " The target is {0}.", " Das Ziel ist {0}.", " La cible est {0}.";
    NO_RESULTS: "There is no result yet.", "Es gibt noch kein Ergebnis.", "Il n’y a pas encore de résultat.";
    VALUE: "Value", "Wert", "Valeur";
    COMMENT: "Comment", "Bemerkung", "Remarque";
    CONCLUSIONS: "Conclusions", "Schlüsse", "Conclusions";
    // incidents
    NO_INCIDENT: "No incident is recorded.", "Kein Vorfall ist festgehalten.", "Aucun incident n’est consigné.";
    SEVERITY: "Severity", "Schwere", "Gravité";
    OCCURRED: "Occurred", "Geschehen am", "Survenu le";
    DETECTED: "Detected", "Bemerkt am", "Détecté le";
    REPORTED_BY: "Reported by", "Gemeldet von", "Signalé par";
    PERSONAL_DATA: "Personal data touched", "Personenbezogene Daten betroffen", "Données personnelles touchées";
    WHAT_HAPPENED: "What happened", "Was geschah", "Ce qui s’est passé";
    WHAT_IT_HIT: "What it hit", "Was betroffen ist", "Ce qui est touché";
    CONTROLS_FAILED: "Controls that did not hold", "Maßnahmen, die nicht hielten", "Mesures qui n’ont pas tenu";
    CONSEQUENCES: "Consequences", "Folgen", "Conséquences";
    NOTIFIED: "Who was told", "Wer benachrichtigt wurde", "Qui a été informé";
    CAUSE_AND_LESSONS: "Cause and lessons", "Ursache und Lehren", "Cause et enseignements";
    CAUSE: "Cause", "Ursache", "Cause";
    LESSONS: "Lessons", "Lehren", "Enseignements";
    FOLLOWED: "Nonconformities that followed", "Daraus entstandene Nichtkonformitäten", "Non-conformités qui en découlent";
    // reviews
    NO_REVIEW: "No management review is recorded.", "Keine Managementbewertung ist festgehalten.", "Aucune revue de direction n’est consignée.";
    HELD_ON: "Held on", "Durchgeführt am", "Tenue le";
    PLANNED_ON: "Planned for", "Geplant für", "Prévue le";
    PERIOD: "Time looked at", "Betrachteter Zeitraum", "Période considérée";
    FROM_TO: "{0} to {1}", "{0} bis {1}", "du {0} au {1}";
    CHAIR: "Chair", "Leitung", "Présidence";
    ATTENDEES: "Attendees", "Teilnehmende", "Participants";
    PERSON: "Person", "Person", "Personne";
    TOP_MANAGEMENT: "Top management", "Oberste Leitung", "Direction générale";
    INPUTS_DIGEST: "Digest of the inputs (SHA-256)", "Prüfsumme der Eingaben (SHA-256)", "Empreinte des éléments d’entrée (SHA-256)";
    INPUTS_SAME: "The inputs below are those that were gathered for the review.", "Die Eingaben unten sind die, die für die Bewertung gesammelt wurden.", "Les éléments ci-dessous sont ceux réunis pour la revue.";
    INPUTS_DIFFER: "What was gathered for the review has changed since. Its journal gives it again: look at the ISMS as it was on {0}.", "Was für die Bewertung gesammelt wurde, hat sich seither geändert. Das Journal gibt es wieder: Betrachten Sie das ISMS, wie es am {0} war.", "Ce qui a été réuni pour la revue a changé depuis. Le journal le restitue : regardez le SMSI tel qu’il était le {0}.";
    INPUTS_NONE: "The inputs have not been gathered yet; below is what would be gathered today.", "Die Eingaben sind noch nicht gesammelt; unten steht, was heute gesammelt würde.", "Les éléments d’entrée ne sont pas encore réunis ; ci-dessous, ce qui le serait aujourd’hui.";
    INPUTS: "Inputs", "Eingaben", "Éléments d’entrée";
    INPUT_A: "a) Actions of earlier reviews", "a) Maßnahmen früherer Bewertungen", "a) Actions des revues précédentes";
    INPUT_B: "b) External and internal issues", "b) Externe und interne Themen", "b) Enjeux externes et internes";
    INPUT_C: "c) Needs and expectations of interested parties", "c) Erfordernisse und Erwartungen interessierter Parteien", "c) Besoins et attentes des parties intéressées";
    INPUT_D: "d) Performance of information security", "d) Informationssicherheitsleistung", "d) Performances de sécurité de l’information";
    INPUT_E: "e) Feedback of interested parties", "e) Rückmeldungen interessierter Parteien", "e) Retours des parties intéressées";
    INPUT_F: "f) Risk assessment and treatment plan", "f) Risikobeurteilung und Behandlungsplan", "f) Appréciation des risques et plan de traitement";
    INPUT_G: "g) Opportunities for improvement", "g) Möglichkeiten zur Verbesserung", "g) Possibilités d’amélioration";
    NOTHING_SAID: "Nothing is recorded on this.", "Dazu ist nichts festgehalten.", "Rien n’est consigné à ce sujet.";
    DECISION: "Decision", "Beschluss", "Décision";
    TAKEN_ON: "Addressed by the ISMS", "Vom ISMS aufgenommen", "Pris en compte par le SMSI";
    BY_YEAR: "Nonconformities by year", "Nichtkonformitäten nach Jahr", "Non-conformités par année";
    YEAR: "Year", "Jahr", "Année";
    RAISED: "Raised", "Festgestellt", "Constatées";
    CLOSED: "Closed", "Abgeschlossen", "Closes";
    FAILED: "Found ineffective", "Als unwirksam befunden", "Jugées inefficaces";
    AUDITS: "Audits", "Audits", "Audits";
    FINDINGS: "Findings", "Feststellungen", "Constats";
    OBJECTIVES: "Objectives", "Ziele", "Objectifs";
    OBJECTIVE: "Objective", "Ziel", "Objectif";
    RISKS_BY_LEVEL: "Open risks by level, as recorded", "Offene Risiken nach Stufe, wie festgehalten", "Risques ouverts par niveau, tels que consignés";
    RISKS_SUM: "Not assessed: {0}. Accepted by their owners: {1}. Actions of the plan: {2} open, {3} done.", "Nicht beurteilt: {0}. Von Eigentümern angenommen: {1}. Schritte des Plans: {2} offen, {3} erledigt.", "Non appréciés : {0}. Acceptés par leurs propriétaires : {1}. Actions du plan : {2} ouvertes, {3} faites.";
    OVERDUE_ACTIONS: "Overdue actions", "Überfällige Umsetzungsschritte", "Actions en retard";
    IDEA: "Idea", "Idee", "Idée";
    DECIDED: "Decisions", "Beschlüsse", "Décisions";
    SUBJECT: "Subject", "Gegenstand", "Objet";
    RESOURCES: "Resources", "Mittel", "Ressources";
    MINUTES: "Minutes", "Protokoll", "Compte rendu";
    // audits
    NO_PROGRAMME: "No audit programme is recorded.", "Kein Auditprogramm ist festgehalten.", "Aucun programme d’audit n’est consigné.";
    NO_AUDIT: "No audit is recorded.", "Kein Audit ist festgehalten.", "Aucun audit n’est consigné.";
    CYCLE: "Cycle", "Zeitraum", "Cycle";
    CONSIDERATIONS: "What shaped it", "Was es geprägt hat", "Ce qui l’a déterminé";
    FREQUENCY: "Frequency", "Häufigkeit", "Fréquence";
    METHODS: "Methods", "Methoden", "Méthodes";
    RESPONSIBLE: "Responsible", "Verantwortlich", "Responsable";
    AUDITS_OF: "Audits of the programme", "Audits des Programms", "Audits du programme";
    FROM: "From", "Von", "Du";
    TO: "To", "Bis", "Au";
    LEAD: "Lead auditor", "Leitender Auditor", "Responsable d’audit";
    TEAM: "Audit team", "Auditteam", "Équipe d’audit";
    COVERAGE: "Coverage", "Abdeckung", "Couverture";
    COVERAGE_TEXT: "● audited and reported   ○ planned   An empty row is covered by no audit of the programme.", "● auditiert und berichtet   ○ geplant   Eine leere Zeile deckt kein Audit des Programms ab.", "● audité et rapporté   ○ prévu   Une ligne vide n’est couverte par aucun audit du programme.";
    COVERED_CLAUSES: "Clauses by audit", "Abschnitte nach Audit", "Articles par audit";
    COVERED_CONTROLS: "Controls by audit", "Maßnahmen nach Audit", "Mesures par audit";
    NOT_COVERED: "Covered by none: {0}", "Von keinem abgedeckt: {0}", "Couverts par aucun : {0}";
    OBJECTIVES_OF: "Objectives", "Auditziele", "Objectifs";
    CRITERIA_OF: "Criteria", "Auditkriterien", "Critères";
    SCOPE_OF: "Scope", "Auditumfang", "Périmètre";
    UNITS: "Units and sites", "Einheiten und Standorte", "Unités et sites";
    AUDITEES: "Auditees", "Auditierte", "Audités";
    IMPARTIALITY: "Impartiality", "Unparteilichkeit", "Impartialité";
    SAMPLING: "Sampling", "Stichproben", "Échantillonnage";
    CONCLUSION: "Conclusion", "Ergebnis", "Conclusion";
    RECOMMENDATION: "Recommendation", "Empfehlung", "Recommandation";
    CRITERION: "Requirement", "Anforderung", "Exigence";
    CHECKLIST: "Checklist", "Checkliste", "Liste de contrôle";
    QUESTION: "Question", "Frage", "Question";
    SAMPLE: "Sample", "Stichprobe", "Échantillon";
    OUTCOME: "Outcome", "Ergebnis", "Résultat";
    DISTRIBUTION: "Distribution", "Verteiler", "Diffusion";
    AUDITOR_DAYS: "Auditor days", "Auditorentage", "Jours d’auditeur";
    PLAN_OF: "Audit plan", "Auditplan", "Plan d’audit";
    CLOSED_AS: "Closed: {0}", "Abgeschlossen: {0}", "Clos : {0}";
    // readiness
    READINESS_TEXT: "Clause by clause and control by control: what an auditor would ask for, what of it is there, and what is missing.", "Abschnitt für Abschnitt und Maßnahme für Maßnahme: wonach ein Auditor fragen würde, was davon vorhanden ist und was fehlt.", "Article par article et mesure par mesure : ce qu’un auditeur demanderait, ce qui existe et ce qui manque.";
    READY_COUNT: "{0} ready", "{0} bereit", "{0} prêts";
    CERTIFICATION: "Certification", "Zertifizierung", "Certification";
    BODY: "Certification body", "Zertifizierungsstelle", "Organisme certificateur";
    VALID_UNTIL: "Valid until", "Gültig bis", "Valable jusqu’au";
    NUMBER: "Number", "Nummer", "Numéro";
    MILESTONES: "What comes next", "Was als Nächstes ansteht", "Prochaines échéances";
    WHAT: "What", "Was", "Quoi";
    ASKS: "Would be asked for", "Gefragt würde nach", "Serait demandé";
    SHOWN: "What is there", "Was vorhanden ist", "Ce qui existe";
    LACKING: "What is missing", "Was fehlt", "Ce qui manque";
    OTHERS: "Other findings", "Weitere Befunde", "Autres constats";
    AND_MORE: "and {0} more", "und {0} weitere", "et {0} autres";
    RECORD: "Record", "Datensatz", "Enregistrement";
    FINDING: "Finding", "Befund", "Constat";
    // nonconformities
    NC_COUNT: "nonconformities", "Nichtkonformitäten", "non-conformités";
    NC_OPEN: "open", "offen", "ouvertes";
    NC_OVERDUE: "overdue", "überfällig", "en retard";
    NC_LIST: "All nonconformities", "Alle Nichtkonformitäten", "Toutes les non-conformités";
    GRADE: "Grade", "Grad", "Degré";
    ORIGIN: "Origin", "Herkunft", "Origine";
    FOUND_ON: "Found on", "Festgestellt am", "Constatée le";
    NC_EACH: "One by one", "Im Einzelnen", "Une à une";
    CONTAINMENT: "Containment", "Sofortmaßnahme", "Action immédiate";
    SIMILAR: "The like elsewhere", "Ähnliches anderswo", "Cas semblables";
    WHYS: "Why, and why that", "Warum, und warum das", "Pourquoi, et pourquoi cela";
    EFFECTIVE: "Effective", "Wirksam", "Efficace";
    INEFFECTIVE: "Not effective", "Nicht wirksam", "Inefficace";
    ISMS_CHANGE: "Change of the ISMS", "Änderung des ISMS", "Modification du SMSI";
    SUCCESS: "Seen to work by", "Erfolg erkennbar an", "Succès reconnu à";
    ROOT: "root", "Grundursache", "cause première";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_text_is_there_in_each_language_with_the_same_parts() {
        for (name, Said(texts)) in ALL {
            let parts = texts.map(|text| {
                assert!(!text.trim().is_empty(), "{name} says nothing in a language");
                (0..9).filter(|at| text.contains(&format!("{{{at}}}"))).collect::<BTreeSet<_>>()
            });
            assert!(parts.iter().all(|known| *known == parts[0]), "{name} has other parts in a language");
        }
    }
}
