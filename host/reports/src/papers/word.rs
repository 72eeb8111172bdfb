//! The words of the vocabularies as papers print them, by language.

use riskwright_press::Language;

/// Each word as records write it, with what it is printed as in English, German and French.
const WORDS: &[(&str, [&str; 3])] = &[
    // documents
    ("policy", ["Policy", "Leitlinie", "Politique"]),
    ("procedure", ["Procedure", "Verfahren", "Procédure"]),
    ("plan", ["Plan", "Plan", "Plan"]),
    ("record", ["Record", "Aufzeichnung", "Enregistrement"]),
    ("external", ["External document", "Externes Dokument", "Document externe"]),
    ("draft", ["Draft", "Entwurf", "Projet"]),
    ("in-review", ["In review", "In Prüfung", "En relecture"]),
    ("approved", ["Approved", "Genehmigt", "Approuvé"]),
    ("published", ["In force", "In Kraft", "En vigueur"]),
    ("retired", ["Retired", "Außer Kraft", "Retiré"]),
    ("disposed", ["Disposed of", "Vernichtet", "Détruit"]),
    // measures
    ("higher", ["The more the better", "Je mehr, desto besser", "Le plus possible"]),
    ("lower", ["The less the better", "Je weniger, desto besser", "Le moins possible"]),
    ("active", ["In use", "In Gebrauch", "En usage"]),
    ("on-target", ["On target", "Im Ziel", "Objectif atteint"]),
    ("short", ["Short of the target", "Ziel verfehlt", "Objectif manqué"]),
    ("alarming", ["Beyond the threshold", "Schwelle überschritten", "Seuil dépassé"]),
    ("unknown", ["No result yet", "Noch kein Ergebnis", "Pas encore de résultat"]),
    ("better", ["Better", "Besser", "En progrès"]),
    ("steady", ["Steady", "Gleich", "Stable"]),
    ("worse", ["Worse", "Schlechter", "En recul"]),
    // incidents
    ("low", ["Low", "Gering", "Faible"]),
    ("medium", ["Medium", "Mittel", "Moyen"]),
    ("high", ["High", "Hoch", "Élevé"]),
    ("critical", ["Critical", "Kritisch", "Critique"]),
    ("reported", ["Reported", "Berichtet", "Signalé"]),
    ("assessed", ["Assessed", "Beurteilt", "Évalué"]),
    ("dismissed", ["Dismissed", "Verworfen", "Écarté"]),
    ("confirmed", ["Confirmed", "Bestätigt", "Confirmé"]),
    ("contained", ["Contained", "Eingedämmt", "Contenu"]),
    ("eradicated", ["Eradicated", "Beseitigt", "Éradiqué"]),
    ("recovered", ["Recovered", "Wiederhergestellt", "Rétabli"]),
    ("learnt", ["Lessons drawn", "Ausgewertet", "Enseignements tirés"]),
    ("closed", ["Closed", "Abgeschlossen", "Clos"]),
    // reviews
    ("improvement", ["Improvement", "Verbesserung", "Amélioration"]),
    ("change", ["Change of the ISMS", "Änderung des ISMS", "Modification du SMSI"]),
    ("planned", ["Planned", "Geplant", "Prévu"]),
    ("prepared", ["Prepared", "Vorbereitet", "Préparé"]),
    ("held", ["Held", "Durchgeführt", "Tenue"]),
    ("cancelled", ["Cancelled", "Aufgegeben", "Annulé"]),
    // audits
    ("opportunity", ["Opportunity for improvement", "Verbesserungsmöglichkeit", "Piste d’amélioration"]),
    ("minor", ["Minor nonconformity", "Nebenabweichung", "Non-conformité mineure"]),
    ("major", ["Major nonconformity", "Hauptabweichung", "Non-conformité majeure"]),
    ("conforming", ["Conforming", "Konform", "Conforme"]),
    ("not-audited", ["Not audited", "Nicht auditiert", "Non audité"]),
    ("internal", ["Internal audit", "Internes Audit", "Audit interne"]),
    ("gap-analysis", ["Gap analysis", "Lückenanalyse", "Analyse d’écarts"]),
    ("stage-1", ["Stage 1", "Stufe 1", "Étape 1"]),
    ("stage-2", ["Stage 2", "Stufe 2", "Étape 2"]),
    ("surveillance", ["Surveillance audit", "Überwachungsaudit", "Audit de surveillance"]),
    ("recertification", ["Recertification audit", "Rezertifizierungsaudit", "Audit de renouvellement"]),
    ("special", ["Special audit", "Sonderaudit", "Audit spécial"]),
    ("second-party", ["Second-party audit", "Zweitparteien-Audit", "Audit seconde partie"]),
    ("in-progress", ["In progress", "In Arbeit", "En cours"]),
    // certification
    ("not-started", ["Not started", "Nicht begonnen", "Non commencée"]),
    ("applied", ["Applied for", "Beantragt", "Demandée"]),
    ("certified", ["Certified", "Zertifiziert", "Certifié"]),
    ("suspended", ["Suspended", "Ausgesetzt", "Suspendu"]),
    ("withdrawn", ["Withdrawn", "Entzogen", "Retiré"]),
    ("expired", ["Expired", "Abgelaufen", "Expiré"]),
    ("refused", ["Refused", "Versagt", "Refusé"]),
    (
        "recertification-begin",
        ["Begin of recertification", "Beginn der Rezertifizierung", "Début du renouvellement"],
    ),
    ("recertification-end", ["End of the certificate", "Ende des Zertifikats", "Fin du certificat"]),
    ("ready", ["Ready", "Bereit", "Prêt"]),
    ("partly", ["Partly", "Teilweise", "En partie"]),
    ("missing", ["Missing", "Fehlt", "Manquant"]),
    ("there", ["There", "Vorhanden", "Présent"]),
    ("error", ["Error", "Fehler", "Erreur"]),
    ("warning", ["Warning", "Warnung", "Avertissement"]),
    ("information", ["Information", "Hinweis", "Information"]),
    // improvement
    ("internal-audit", ["Internal audit", "Internes Audit", "Audit interne"]),
    ("external-audit", ["External audit", "Externes Audit", "Audit externe"]),
    ("incident", ["Incident", "Vorfall", "Incident"]),
    ("measurement", ["Measurement", "Messung", "Mesure"]),
    ("review", ["Management review", "Managementbewertung", "Revue de direction"]),
    ("complaint", ["Complaint", "Beschwerde", "Réclamation"]),
    ("suggestion", ["Suggestion", "Vorschlag", "Suggestion"]),
    ("work", ["Daily work", "Tagesgeschäft", "Travail courant"]),
    ("raised", ["Raised", "Festgestellt", "Constatée"]),
    ("rejected", ["Rejected", "Abgelehnt", "Rejeté"]),
    ("cause-known", ["Cause known", "Ursache bekannt", "Cause connue"]),
    ("action-agreed", ["Action agreed", "Maßnahme vereinbart", "Action convenue"]),
    ("action-done", ["Action done", "Maßnahme umgesetzt", "Action réalisée"]),
    ("verified", ["Found effective", "Wirksam", "Efficace"]),
    ("reopened", ["Reopened", "Wieder geöffnet", "Rouverte"]),
    ("five-whys", ["Five whys", "Fünfmal warum", "Cinq pourquoi"]),
    ("cause-tree", ["Cause tree", "Ursachenbaum", "Arbre des causes"]),
    ("other", ["Other", "Andere", "Autre"]),
    ("proposed", ["Proposed", "Vorgeschlagen", "Proposé"]),
    ("decided", ["Decided", "Beschlossen", "Décidé"]),
    ("declined", ["Declined", "Abgelehnt", "Refusé"]),
    ("done", ["Done", "Erledigt", "Fait"]),
    ("evaluated", ["Evaluated", "Ausgewertet", "Évalué"]),
    // treatment and controls
    ("avoid", ["Avoid", "Vermeiden", "Éviter"]),
    ("modify", ["Modify", "Vermindern", "Réduire"]),
    ("share", ["Share", "Teilen", "Partager"]),
    ("retain", ["Retain", "Tragen", "Conserver"]),
    ("implemented", ["Implemented", "Umgesetzt", "Mis en œuvre"]),
    ("verified-effective", ["Verified effective", "Wirksamkeit bestätigt", "Efficacité vérifiée"]),
    ("partial", ["Partly implemented", "Teilweise umgesetzt", "Partiellement mis en œuvre"]),
    ("alternative", ["Met otherwise", "Anders erfüllt", "Satisfait autrement"]),
    ("not-applicable", ["Not applicable", "Nicht anwendbar", "Non applicable"]),
    // objectives
    ("achieved", ["Achieved", "Erreicht", "Atteint"]),
    ("on-track", ["On track", "Auf Kurs", "En bonne voie"]),
    ("at-risk", ["At risk", "Gefährdet", "Menacé"]),
    ("missed", ["Missed", "Verfehlt", "Manqué"]),
    ("dropped", ["Dropped", "Aufgegeben", "Abandonné"]),
    // steps
    ("abandon", ["Abandoned", "Aufgegeben", "Abandonné"]),
    ("agree", ["Action agreed", "Maßnahme vereinbart", "Action convenue"]),
    ("analyse", ["Cause analysed", "Ursache ermittelt", "Cause analysée"]),
    ("approve", ["Approved", "Genehmigt", "Approuvé"]),
    ("assess", ["Assessed", "Beurteilt", "Évalué"]),
    ("begin", ["Begun", "Begonnen", "Commencé"]),
    ("cancel", ["Cancelled", "Abgesagt", "Annulé"]),
    ("carry-out", ["Carried out", "Umgesetzt", "Réalisé"]),
    ("close", ["Closed", "Abgeschlossen", "Clos"]),
    ("confirm", ["Confirmed as an incident", "Als Vorfall bestätigt", "Confirmé comme incident"]),
    ("contain", ["Contained", "Eingedämmt", "Contenu"]),
    ("dismiss", ["Dismissed", "Verworfen", "Écarté"]),
    ("eradicate", ["Eradicated", "Beseitigt", "Éradiqué"]),
    ("fail", ["Found ineffective", "Unwirksam", "Inefficace"]),
    ("hold", ["Held", "Durchgeführt", "Tenue"]),
    ("learn", ["Lessons drawn", "Ausgewertet", "Enseignements tirés"]),
    ("postpone", ["Postponed", "Verschoben", "Reporté"]),
    ("prepare", ["Prepared", "Vorbereitet", "Préparé"]),
    ("recover", ["Recovered", "Wiederhergestellt", "Rétabli"]),
    ("reject", ["Rejected", "Abgelehnt", "Rejeté"]),
    ("reopen", ["Reopened", "Wieder geöffnet", "Rouvert"]),
    ("report", ["Reported", "Berichtet", "Rapporté"]),
    ("revise", ["Revised", "Überarbeitet", "Révisé"]),
    ("verify", ["Found effective", "Wirksam", "Efficace"]),
];

/// A word of the vocabulary as it is printed. What is not among them is shown as it is written.
pub(super) fn word(language: Language, word: &str) -> &str {
    let found = WORDS.iter().find(|(known, _)| *known == word).map(|(_, said)| said);
    found.and_then(|said| said.get(place(language))).copied().unwrap_or(word)
}

/// Where a language stands among what is said.
pub(super) const fn place(language: Language) -> usize {
    match language {
        Language::English => 0,
        Language::German => 1,
        Language::French => 2,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use riskwright_core::applicability::ImplementationStatus;
    use riskwright_core::audit::{
        AuditKind, AuditState, AuditStep, Outcome, ProgrammeState, ProgrammeStep, Severity,
    };
    use riskwright_core::certification::{CertificationState, MilestoneKind};
    use riskwright_core::context::ObjectiveStatus;
    use riskwright_core::documentation::{DocumentKind, DocumentState};
    use riskwright_core::improvement::{
        CauseMethod, ImprovementState, NonconformityState, NonconformityStep, Origin,
    };
    use riskwright_core::incident::{IncidentSeverity, IncidentState, IncidentStep};
    use riskwright_core::lifecycle::Step;
    use riskwright_core::measurement::{Direction, MeasureState, Standing, Trend};
    use riskwright_core::review::{ReviewState, ReviewStep, Subject};
    use riskwright_core::treatment::{ActionStatus, TreatmentOption};

    use super::*;

    macro_rules! words_of {
        ($($vocabulary:ty),* $(,)?) => {
            [$(<$vocabulary>::ALL.iter().map(|word| word.as_str()).collect::<Vec<_>>()),*].concat()
        };
    }

    fn steps<S: Step>() -> Vec<&'static str> {
        S::POSSIBLE.iter().map(|step| step.step).collect()
    }

    #[test]
    fn every_word_that_papers_print_is_there_in_each_language() {
        let mut wanted: Vec<&str> = words_of![
            ActionStatus,
            AuditKind,
            AuditState,
            CauseMethod,
            CertificationState,
            Direction,
            DocumentKind,
            DocumentState,
            ImplementationStatus,
            ImprovementState,
            IncidentSeverity,
            IncidentState,
            MeasureState,
            MilestoneKind,
            NonconformityState,
            ObjectiveStatus,
            Origin,
            Outcome,
            ProgrammeState,
            ReviewState,
            Severity,
            Standing,
            Subject,
            TreatmentOption,
            Trend,
        ];
        wanted.extend(steps::<AuditStep>());
        wanted.extend(steps::<IncidentStep>());
        wanted.extend(steps::<NonconformityStep>());
        wanted.extend(steps::<ProgrammeStep>());
        wanted.extend(steps::<ReviewStep>());
        let known: BTreeSet<&str> = WORDS.iter().map(|(word, _)| *word).collect();
        assert_eq!(known.len(), WORDS.len(), "a word stands twice");
        let missing: BTreeSet<&str> = wanted.into_iter().filter(|word| !known.contains(word)).collect();
        assert!(missing.is_empty(), "no text for {missing:?}");
        assert!(WORDS.iter().all(|(_, said)| said.iter().all(|text| !text.trim().is_empty())));
    }
}
