# Das Fragebogen-Element. Jede Sprache sagt dieselben Meldungen mit denselben Variablen.

version = Version { $version }
sections = Abschnitte
section-at = Abschnitt { $at } von { $count }
section-standing = { $answered } von { $asked }
section-done = beantwortet
progress = { $asked ->
    [one] { $answered } von { $asked } Frage beantwortet
   *[other] { $answered } von { $asked } Fragen beantwortet
 }
optional = freiwillig
about = Zu { $about }
yes = Ja
no = Nein
nothing-chosen = Nichts gewählt
level = { $level } von { $most }
does-not-apply = Nicht anwendbar
reason = Warum ist das nicht anwendbar?
clear = Antwort löschen
comment = Bemerkung
add-comment = Bemerkung hinzufügen
evidence = Nachweise
add-evidence = Nachweis hinzufügen
evidence-hint = Die Datei bleibt, wo sie ist: vermerkt werden Name, Größe und Prüfsumme.
evidence-file = Datei vermerken
evidence-title = Was sie zeigt
evidence-link = Link
add-link = Link hinzufügen
link-wanted = Geben Sie einen Link an, der mit https:// oder http:// beginnt, oder einen Pfad.
remove = Entfernen
remove-evidence = { $title } entfernen
digest = SHA-256 { $digest }
bytes = { $count ->
    [one] { $count } Byte
   *[other] { $count } Bytes
 }
no-evidence = Hier wird ein Nachweis erbeten, bisher fehlt er.
between = Von { $min } bis { $max }
most-characters = Höchstens { $most } Zeichen

last-time = Letztes Mal: { $answer }
as-last-time = Wie letztes Mal antworten
all-as-last-time = Alle offenen Fragen wie letztes Mal beantworten
other-tab = In einem anderen Tab: { $answer }
other-file = In der Datei: { $answer }
other-nothing = keine Antwort
take-other = Diese übernehmen
keep-mine = Meine behalten

back = Zurück
next = Weiter: { $section }
to-review = Antworten prüfen
next-missing = Nächste offene Frage
review = Prüfen Sie Ihre Antworten
back-to-questions = Zurück zu den Fragen
all-there = Alles Nötige ist beantwortet.
missing-count = { $count ->
    [one] Eine Frage braucht noch eine Antwort
   *[other] { $count } Fragen brauchen noch eine Antwort
 }
wrong-count = { $count ->
    [one] Eine Antwort braucht einen Blick
   *[other] { $count } Antworten brauchen einen Blick
 }
unanswered = Nicht beantwortet
change = Ändern
change-answer = Ändern: { $question }
complete = Antworten absenden
finish = Abschließen
save-file = Antworten als Datei speichern
open-file = Antworten aus einer Datei übernehmen
print = Drucken
scores = Bewertung
score-of = { $value } von { $most }
score-with-unit = { $value } { $unit }
no-score = Zu wenige Antworten für eine Bewertung
scoring = Die Bewertung wird ermittelt …
not-scored = Die Bewertung kann nicht ermittelt werden: { $why }
proposals = Was aus den Antworten folgt
proposal-control = Maßnahme { $control }: { $status }
proposal-factor = Faktor { $factor }: Stufe { $level }
proposal-finding = Feststellung zu { $against }: { $severity }
proposals-hint = Nichts davon wird geändert, bevor es jemand annimmt.
status-implemented = umgesetzt
status-partial = teilweise umgesetzt
status-planned = geplant
status-alternative = anders gelöst
status-not-applicable = nicht anwendbar
severity-opportunity = es ginge besser
severity-minor = geringfügige Nichtkonformität
severity-major = wesentliche Nichtkonformität

done = Vielen Dank
done-sent = Ihre Antworten wurden übergeben.
sending = Die Antworten werden gesendet …
not-sent = Die Antworten konnten nicht übergeben werden ({ $why }). Sie bleiben hier aufgehoben: Versuchen Sie es noch einmal.
again = Neu antworten, mit diesen als letztes Mal
readonly = Diese Antworten können gelesen, nicht geändert werden.

wants-answer = Hier fehlt eine Antwort.
wants-choice = Wählen Sie eines aus.
wants-choices = Wählen Sie aus, was zutrifft.
wants-level = Wählen Sie eine Stufe.
wants-text = Schreiben Sie einen Text.
wants-number = Schreiben Sie eine Zahl, zum Beispiel { $example }.
wants-day = Wählen Sie einen Tag, den es im Kalender gibt.
wants-yes-no = Wählen Sie Ja oder Nein.
no-choice = Das Gewählte wird nicht mehr angeboten.
chosen-twice = Etwas ist zweimal gewählt.
too-long = Der Text ist zu lang: höchstens { $most } Zeichen sind möglich.
out-of-bounds = Gefragt ist eine Zahl von { $min } bis { $max }.
applies = Diese Frage ist immer anwendbar.
no-reason = Schreiben Sie, warum das nicht anwendbar ist.

in-browser = Ihre Antworten werden laufend in diesem Browser aufgehoben.
in-memory = Dieser Browser hebt für diese Seite nichts auf ({ $why }). Beim Schließen gehen Ihre Antworten verloren: Speichern Sie sie vorher als Datei.
kept-again = Die Antworten werden wieder in diesem Browser aufgehoben.
unsaved = Der Server hat Ihre letzten Antworten nicht ({ $why }). Sie sind in diesem Browser aufgehoben.
unsaved-again = Es wird von selbst wieder versucht.
away = Der Server ist nicht zu erreichen ({ $why }). Das sind die Fragen, wie sie in diesem Browser aufgehoben sind. Auch Ihre Antworten sind hier aufgehoben und gehen von selbst an den Server, sobald er wieder da ist.
saved-again = Der Server hat wieder alle Ihre Antworten.
upgraded = Der Fragebogen wurde von Version { $from } auf { $to } geändert. Ihre Antworten wurden übernommen.
upgraded-kept = { $count ->
    [one] Eine Antwort ist wie zuvor
   *[other] { $count } Antworten sind wie zuvor
 }
upgraded-reworded = Einen Blick wert, denn die Frage ist anders gestellt
upgraded-converted = In anderer Form übernommen
upgraded-dropped = Nicht übernommen
upgraded-added = Neue Fragen
save-before = Die Antworten von vorher als Datei speichern
dismiss = Verstanden
taken-in = { $count ->
    [one] Eine Antwort wurde übernommen.
   *[other] { $count } Antworten wurden übernommen.
 }
taken-in-differs = { $count ->
    [one] Eine ist hier anders beantwortet: Sehen Sie nach und wählen Sie.
   *[other] { $count } sind hier anders beantwortet: Sehen Sie nach und wählen Sie.
 }
other-questionnaire = Die Datei enthält Antworten zu `{ $found }`, dies ist `{ $expected }`.
bad-file = Die Datei kann nicht übernommen werden: { $why }
appeared = { $count ->
    [one] Eine weitere Frage wird gestellt.
   *[other] { $count } weitere Fragen werden gestellt.
 }
disappeared = { $count ->
    [one] Eine Frage entfällt.
   *[other] { $count } Fragen entfallen.
 }

compare = Antworten nebeneinander
question = Frage
agree = Alle sagen dasselbe
differ = Sie unterscheiden sich
single = Weniger als zwei haben geantwortet
not-asked = Nicht gefragt
agreement = Übereinstimmung
only-differences = Nur zeigen, was sich unterscheidet
respondent = Person { $number }
