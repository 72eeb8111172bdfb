# The workspace elements. Every language says the same messages with the same variables.

pages = Seiten
overview = Überblick
register = Risikoregister
heat-map = Risikomatrix
treatment = Behandlung
soa = Anwendbarkeitserklärung
check = Prüfung
responses = Antworten
risk = Risiko
response = Antworten
coming = Einen Moment …
try-again = Noch einmal versuchen
away = Der Server ist nicht zu erreichen. Was Sie sehen, kann veraltet sein; nichts Gespeichertes ist verloren.
unkept = Dieser Browser hebt für diese Seite nichts auf ({ $why }). Beim Schließen gehen Ihre Änderungen verloren: Speichern Sie sie vorher als Datei.
take-out = Als Datei speichern
dismiss = Schließen
undo = Rückgängig
saved = Gespeichert
was-so = Das war schon so.
save = Speichern
cancel = Abbrechen
form-wants = Füllen Sie alle Felder aus.
no-number = { $text } ist keine Zahl.
back-to = ← { $page }
and-more = und { $count } weitere
search = Suchen
level = Stufe
every-level = Jede Stufe
treated = Behandlung
every-treatment = Jede Behandlung
picture = Stand
present = Gegenwärtig
inherent = Ohne Maßnahmen
current = Aktuell
target = Ziel
listed = Welche
open-risks = Offene Risiken
closed-risks = Geschlossene Risiken
all-risks = Alle Risiken
methodology = Methode
beside = Daneben
none = Keine
clear = Alle zeigen
of-cell = im gewählten Feld
no-risks = Kein Risiko passt.
how-to-edit = Einen Wert ändert, wer auf ihn drückt, oder mit den Pfeiltasten zu ihm geht und die Eingabetaste drückt. Esc lässt ihn, wie er war, Strg+Z nimmt eine Änderung zurück.
by-urgency = Dringendste zuerst
id = Nr.
title = Titel
owner = Verantwortlich
nobody = niemand
verdict = Zu tun
review = Überprüfen am
not-recorded = Die festgehaltene Bewertung gilt nicht mehr.
record-scores = Bewertungen festhalten
new-risk = Neues Risiko
what-could-happen = Was könnte geschehen, in einem Satz?
avoid = Vermeiden
modify = Vermindern
share = Teilen
retain = Tragen
untreated = Nicht entschieden
unassessed = Zu bewerten
acceptable = Annehmbar
tolerable = Tragbar, beobachten
accepted = Angenommen
in-treatment = In Behandlung
to-treat = Zu behandeln
proposed = Vorgeschlagen
approved = Beschlossen
in-progress = In Arbeit
implemented = Umgesetzt
verified = Wirksam
closed = Abgeschlossen
rejected = Abgelehnt
cancelled = Aufgegeben
partial = Teilweise
planned = Geplant
alternative = Anders erfüllt
not-applicable = Nicht anwendbar
no-status = Ohne Status
included = Enthalten
excluded = Ausgeschlossen
error = Fehler
warning = Warnung
information = Hinweis
severity = Schwere
every-severity = Alle Befunde
major = schwere
minor = leichte
opportunity = Verbesserung
reason-risk = Risiken
reason-legal = Gesetz
reason-contractual = Vertrag
reason-business = Geschäft
reason-baseline = Gute Praxis
reason-decision = Entscheidung
dismissed = Verworfen
axes = { $down } ↓  { $across } →
no-axes = Diese Methode hat keine zwei Faktoren für eine Matrix.
actions = Maßnahmen
no-actions = Es gibt keine Maßnahmen.
new-action = Neue Maßnahme
what-to-do = Was ist zu tun?
risks-beyond = Risiken jenseits der Kriterien
accepted-until = Angenommen bis { $day }
overdue = Überfällig
due = Fällig
status = Status
closed-because = Geschlossen: { $why }
assessment = Bewertung
assets = Werte
threats = Bedrohungen
vulnerabilities = Schwachstellen
rationale = Begründung
yes = Ja
no = Nein
least = mindestens
likely = am wahrscheinlichsten
most = höchstens
why = Warum diese Bewertung: { $methodology }
digest-now = Prüfsumme, jetzt berechnet
digest-recorded = Prüfsumme, wie festgehalten
option = Option
bears = vorhanden
chosen = gewählt
controls = Maßnahmen nach Anhang A
acceptance = Annahme
accept-risk = Risiko annehmen
accepted-by = { $level }, angenommen von { $by } am { $day } bis { $until }
withdrawn-on = Zurückgezogen am { $day }
withdraw = Zurückziehen
stands = ✓ Sie gilt.
expired = ! Sie ist abgelaufen.
stands-no-more = ! Sie gilt nicht mehr: { $why }
superseded = Abgelöst
until = Bis
reason = Warum?
close-risk = Risiko schließen
reopen = Wieder öffnen
approve = Diese Erklärung genehmigen
control = Maßnahme
applicability = Anwendbar
why-included = Warum
included-of = { $included } enthalten, { $excluded } ausgeschlossen
all-controls = Alle Maßnahmen
proposals = Vorschläge
edition = Ausgabe
proposal-waits = Vorschlag wartet
decided = entschieden
evidence = Nachweise
no-evidence = Noch kein Nachweis
proposes = { $response } schlägt vor: { $status }
implementation = Wie es gemacht wird
exclude = Ausschließen
include = Dennoch aufnehmen
derive = Wieder ableiten
clause = Abschnitt { $clause }
mend = Zu { $record }
all-decided = alles entschieden
no-responses = Noch hat niemand Antworten gesandt.
sent-by = Gesandt von { $respondent } am { $day }
answers-for = Antwortet für { $records }
no-proposals = Aus diesen Antworten folgt nichts.
all-answers = Alle Antworten
dismiss-all = Alle wartenden verwerfen
dismiss-one = Verwerfen
accept-one = Annehmen
set-status = Status von { $control }: { $status }
set-factor = { $factor }: Stufe { $level }
raise = Befund ({ $severity }) zu { $against }
already-so = Das ist schon so.
changed-since = Seit dem Absenden geändert: damals { $was }, jetzt { $is }
ruled = { $ruling } von { $by } am { $day }
questionnaires = Fragebögen
no-questionnaires = Kein Fragebogen ist in Gebrauch: `riskwright questionnaire adopt` nimmt einen auf.
invite = Jemanden einladen
who-answers = Wer soll antworten?
for-which = Für welche Risiken und Werte? (R-1, AS-3; darf leer sein)
invited = Geben Sie diese Adresse an { $respondent }. Sie gilt bis { $day }, für eine Antwort.
copy = Kopieren
what-is-to-be-done = Was zu tun ist
risks-found = { $count ->
    [one] { $count } Risiko
   *[other] { $count } Risiken
 }
controls-found = { $count ->
    [one] { $count } Maßnahme
   *[other] { $count } Maßnahmen
 }
findings-found = { $count ->
    [one] { $count } Befund
   *[other] { $count } Befunde
 }
elsewhere = { $count ->
    [one] { $count } Risiko liegt nirgends: nicht in beiden Faktoren geschätzt
   *[other] { $count } Risiken liegen nirgends: nicht in beiden Faktoren geschätzt
 }
waiting = { $count ->
    [one] { $count } Vorschlag wartet
   *[other] { $count } Vorschläge warten
 }
proposals-wait = { $count ->
    [one] { $count } Vorschlag aus Antworten wartet auf Ihre Entscheidung.
   *[other] { $count } Vorschläge aus Antworten warten auf Ihre Entscheidung.
 }
unrecorded = { $count ->
    [one] Die Bewertung von { $count } Risiko ist nicht festgehalten.
   *[other] Die Bewertungen von { $count } Risiken sind nicht festgehalten.
 }
actions-overdue = { $count ->
    [one] { $count } Maßnahme ist überfällig.
   *[other] { $count } Maßnahmen sind überfällig.
 }
accept-all = { $count ->
    [one] Annehmen
   *[other] Alle { $count } annehmen
 }
actions-due = { $count ->
    [one] { $count } offene Maßnahme, fällig { $day }
   *[other] { $count } offene Maßnahmen, die erste fällig { $day }
 }
