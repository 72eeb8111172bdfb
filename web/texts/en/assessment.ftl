# The questionnaire element. Every language says the same messages with the same variables.

version = Version { $version }
sections = Sections
section-at = Section { $at } of { $count }
section-standing = { $answered } of { $asked }
section-done = answered
progress = { $asked ->
    [one] { $answered } of { $asked } question answered
   *[other] { $answered } of { $asked } questions answered
 }
optional = optional
about = About { $about }
yes = Yes
no = No
nothing-chosen = Nothing chosen
level = { $level } of { $most }
does-not-apply = Does not apply
reason = Why does it not apply?
clear = Clear the answer
comment = Comment
add-comment = Add a comment
evidence = Evidence
add-evidence = Add evidence
evidence-hint = The file stays where it is: its name, size and digest are noted.
evidence-file = Take note of a file
evidence-title = What it shows
evidence-link = Link
add-link = Add the link
link-wanted = Give a link that begins with https:// or http://, or a path.
remove = Remove
remove-evidence = Remove { $title }
digest = SHA-256 { $digest }
bytes = { $count ->
    [one] { $count } byte
   *[other] { $count } bytes
 }
no-evidence = Evidence is asked for and none is given yet.
between = From { $min } to { $max }
most-characters = At most { $most } characters

last-time = Last time: { $answer }
as-last-time = Answer as last time
all-as-last-time = Take over all answers of last time that are open
other-tab = In another tab: { $answer }
other-file = In the file: { $answer }
other-nothing = no answer
take-other = Take that
keep-mine = Keep mine

back = Back
next = Next: { $section }
to-review = Check the answers
next-missing = Next question to answer
review = Check your answers
back-to-questions = Back to the questions
all-there = All that is needed is answered.
missing-count = { $count ->
    [one] One question still needs an answer
   *[other] { $count } questions still need an answer
 }
wrong-count = { $count ->
    [one] One answer needs a look
   *[other] { $count } answers need a look
 }
unanswered = Not answered
change = Change
change-answer = Change: { $question }
complete = Send the answers
finish = Finish
save-file = Save the answers as a file
open-file = Take in answers from a file
print = Print
scores = Scores
score-of = { $value } of { $most }
score-with-unit = { $value } { $unit }
no-score = Too few answers for a score
scoring = The scores are being worked out …
not-scored = The scores can't be worked out: { $why }
proposals = What follows from the answers
proposal-control = Control { $control }: { $status }
proposal-factor = Factor { $factor }: level { $level }
proposal-finding = Finding against { $against }: { $severity }
proposals-hint = Nothing of this is changed before someone accepts it.
status-implemented = in place
status-partial = in place in part
status-planned = planned
status-alternative = something else does its work
status-not-applicable = not applicable
severity-opportunity = it could be better
severity-minor = minor nonconformity
severity-major = major nonconformity

done = Thank you
done-sent = Your answers were handed over.
sending = The answers are being sent …
not-sent = The answers could not be handed over ({ $why }). They are kept here: try again.
again = Answer anew, with these as last time's
readonly = These answers can be read, not changed.

wants-answer = An answer is needed.
wants-choice = Choose one.
wants-choices = Choose what holds.
wants-level = Choose a level.
wants-text = Write a text.
wants-number = Write a number, such as { $example }.
wants-day = Choose a day that the calendar has.
wants-yes-no = Choose yes or no.
no-choice = What was chosen is no longer offered.
chosen-twice = Something is chosen twice.
too-long = The text is too long: at most { $most } characters are possible.
out-of-bounds = A number from { $min } to { $max } is wanted.
applies = This question always applies.
no-reason = Say why it does not apply.

in-browser = Answers are kept in this browser as you go.
in-memory = This browser keeps nothing for this page ({ $why }). Your answers are lost when you close it: save them as a file before.
kept-again = The answers are kept in this browser again.
unsaved = The server does not have your last answers ({ $why }). They are kept in this browser.
unsaved-again = It is tried again by itself.
away = The server can't be reached ({ $why }). These are the questions as this browser kept them. Your answers are kept here too, and go to the server by themselves when it is back.
saved-again = The server has all your answers again.
upgraded = The questionnaire has changed from version { $from } to { $to }. Your answers were taken over.
upgraded-kept = { $count ->
    [one] One answer is as it was
   *[other] { $count } answers are as they were
 }
upgraded-reworded = Worth a look, since the question is put in other words
upgraded-converted = Taken over in another shape
upgraded-dropped = Not taken over
upgraded-added = New questions
save-before = Save the answers of before as a file
dismiss = Understood
taken-in = { $count ->
    [one] One answer was taken in.
   *[other] { $count } answers were taken in.
 }
taken-in-differs = { $count ->
    [one] One is answered otherwise here: look at it and choose.
   *[other] { $count } are answered otherwise here: look at them and choose.
 }
other-questionnaire = The file holds answers to `{ $found }`, this is `{ $expected }`.
bad-file = The file can't be taken in: { $why }
appeared = { $count ->
    [one] One question more is asked.
   *[other] { $count } questions more are asked.
 }
disappeared = { $count ->
    [one] One question less is asked.
   *[other] { $count } questions less are asked.
 }

compare = Answers side by side
question = Question
agree = All say the same
differ = They differ
single = Fewer than two answered
not-asked = Not asked
agreement = Agreement
only-differences = Show only where they differ
respondent = Respondent { $number }
