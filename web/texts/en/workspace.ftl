# The workspace elements. Every language says the same messages with the same variables.

pages = Pages
overview = Overview
register = Risk register
heat-map = Heat map
treatment = Treatment
soa = Statement of Applicability
check = Check
responses = Answers
risk = Risk
response = Answers
coming = One moment …
try-again = Try again
away = The server can’t be reached. What you see may be old; nothing you saved is lost.
unkept = This browser keeps nothing for this page ({ $why }). Your changes are lost when you close it: save them as a file before.
take-out = Save as a file
dismiss = Close
undo = Undo
saved = Saved
was-so = It was so already.
save = Save
cancel = Cancel
form-wants = Fill in every field of the form.
no-number = { $text } is no number.
back-to = ← { $page }
and-more = and { $count } more
search = Search
level = Level
every-level = Every level
treated = Treatment
every-treatment = Any treatment
picture = Picture
present = Present
inherent = Inherent
current = Current
target = Target
listed = Which
open-risks = Open risks
closed-risks = Closed risks
all-risks = All risks
methodology = Methodology
beside = Beside it
none = None
clear = Show all
of-cell = in the chosen cell
no-risks = No risk fits.
how-to-edit = Press a value to change it, or go to it by the arrow keys and press Enter. Esc leaves it as it was, Ctrl+Z takes a change back.
by-urgency = Most urgent first
id = No.
title = Title
owner = Owner
nobody = nobody
verdict = To do
review = Review on
not-recorded = The recorded score no longer holds.
record-scores = Record the scores
new-risk = New risk
what-could-happen = What could happen, in a sentence?
avoid = Avoid
modify = Modify
share = Share
retain = Retain
untreated = Not decided
unassessed = To be assessed
acceptable = Acceptable
tolerable = Tolerable, watch
accepted = Accepted
in-treatment = In treatment
to-treat = To be treated
proposed = Proposed
approved = Approved
in-progress = In progress
implemented = Implemented
verified = Verified effective
closed = Closed
rejected = Rejected
cancelled = Cancelled
partial = Partly
planned = Planned
alternative = Met otherwise
not-applicable = Not applicable
no-status = No status
included = Included
excluded = Excluded
error = Error
warning = Warning
information = Note
severity = Severity
every-severity = All findings
major = major
minor = minor
opportunity = improvement
reason-risk = Risks
reason-legal = Law
reason-contractual = Contract
reason-business = Business
reason-baseline = Good practice
reason-decision = Decision
dismissed = Dismissed
axes = { $down } ↓  { $across } →
no-axes = This methodology has no two factors to draw a map by.
actions = Actions
no-actions = There are no actions.
new-action = New action
what-to-do = What is to be done?
risks-beyond = Risks beyond the criteria
accepted-until = Accepted until { $day }
overdue = Overdue
due = Due
status = Status
closed-because = Closed: { $why }
assessment = Assessment
assets = Assets
threats = Threats
vulnerabilities = Vulnerabilities
rationale = Why
yes = Yes
no = No
least = least
likely = most likely
most = most
why = Why this score: { $methodology }
digest-now = Digest, computed now
digest-recorded = Digest, as recorded
option = Option
bears = in place
chosen = chosen
controls = Controls
acceptance = Acceptance
accept-risk = Accept the risk
accepted-by = { $level }, accepted by { $by } on { $day } until { $until }
withdrawn-on = Withdrawn on { $day }
withdraw = Withdraw
stands = ✓ It stands.
expired = ! It has expired.
stands-no-more = ! It no longer stands: { $why }
superseded = Superseded
until = Until
reason = Why?
close-risk = Close the risk
reopen = Open it again
approve = Approve this statement
control = Control
applicability = Applies
why-included = Why
included-of = { $included } included, { $excluded } excluded
all-controls = All controls
proposals = Proposals
edition = Edition
proposal-waits = proposal waits
decided = decided
evidence = Evidence
no-evidence = No evidence yet
proposes = { $response } proposes: { $status }
implementation = How it is done
exclude = Exclude
include = Include all the same
derive = Derive again
clause = clause { $clause }
mend = Go to { $record }
all-decided = all decided
no-responses = Nobody has sent answers yet.
sent-by = Sent by { $respondent } on { $day }
answers-for = Answers for { $records }
no-proposals = Nothing follows from these answers.
all-answers = All answers
dismiss-all = Dismiss all that wait
dismiss-one = Dismiss
accept-one = Accept
set-status = Status of { $control }: { $status }
set-factor = { $factor }: level { $level }
raise = Finding ({ $severity }) against { $against }
already-so = It is so already.
changed-since = Changed since the answers were sent: then { $was }, now { $is }
ruled = { $ruling } by { $by } on { $day }
questionnaires = Questionnaires
no-questionnaires = No questionnaire is in use: `riskwright questionnaire adopt` takes one in.
invite = Invite someone
who-answers = Who is to answer?
for-which = For which risks and assets? (R-1, AS-3; may be empty)
invited = Give this address to { $respondent }. It is good until { $day }, for one response.
copy = Copy
what-is-to-be-done = What is to be done
risks-found = { $count ->
    [one] { $count } risk
   *[other] { $count } risks
 }
controls-found = { $count ->
    [one] { $count } control
   *[other] { $count } controls
 }
findings-found = { $count ->
    [one] { $count } finding
   *[other] { $count } findings
 }
elsewhere = { $count ->
    [one] { $count } risk lies nowhere: not estimated in both factors
   *[other] { $count } risks lie nowhere: not estimated in both factors
 }
waiting = { $count ->
    [one] { $count } proposal waits
   *[other] { $count } proposals wait
 }
proposals-wait = { $count ->
    [one] { $count } proposal from answers waits for your decision.
   *[other] { $count } proposals from answers wait for your decision.
 }
unrecorded = { $count ->
    [one] The score of { $count } risk is not recorded.
   *[other] The scores of { $count } risks are not recorded.
 }
actions-overdue = { $count ->
    [one] { $count } action is overdue.
   *[other] { $count } actions are overdue.
 }
accept-all = { $count ->
    [one] Accept it
   *[other] Accept all { $count }
 }
actions-due = { $count ->
    [one] { $count } open action, due { $day }
   *[other] { $count } open actions, the first due { $day }
 }
