# The workspace elements. Every language says the same messages with the same variables.

pages = Pages
overview = Vue d’ensemble
register = Registre des risques
heat-map = Matrice des risques
treatment = Traitement
soa = Déclaration d’applicabilité
check = Contrôle
responses = Réponses
risk = Risque
response = Réponses
coming = Un instant …
try-again = Réessayer
away = Le serveur est injoignable. Ce que vous voyez peut être ancien ; rien de ce qui est enregistré n’est perdu.
unkept = Ce navigateur ne garde rien pour cette page ({ $why }). Vos changements sont perdus à la fermeture : enregistrez-les d’abord dans un fichier.
take-out = Enregistrer dans un fichier
dismiss = Fermer
undo = Annuler
saved = Enregistré
was-so = C’était déjà le cas.
save = Enregistrer
cancel = Abandonner
form-wants = Remplissez tous les champs.
no-number = { $text } n’est pas un nombre.
back-to = ← { $page }
and-more = et { $count } de plus
search = Rechercher
level = Niveau
every-level = Tous les niveaux
treated = Traitement
every-treatment = Tous les traitements
picture = État
present = Actuel
inherent = Inhérent
current = Courant
target = Cible
listed = Lesquels
open-risks = Risques ouverts
closed-risks = Risques clos
all-risks = Tous les risques
methodology = Méthode
beside = En regard
none = Aucune
clear = Tout montrer
of-cell = dans la case choisie
no-risks = Aucun risque ne correspond.
how-to-edit = Pour modifier une valeur, appuyez dessus, ou allez-y avec les flèches et appuyez sur Entrée. Échap la laisse telle quelle, Ctrl+Z annule une modification.
by-urgency = Les plus urgents d’abord
id = N°
title = Titre
owner = Responsable
nobody = personne
verdict = À faire
review = Revoir le
not-recorded = L’évaluation enregistrée n’est plus valable.
record-scores = Enregistrer les évaluations
new-risk = Nouveau risque
what-could-happen = Que pourrait-il arriver, en une phrase ?
avoid = Éviter
modify = Réduire
share = Partager
retain = Maintenir
untreated = Non décidé
unassessed = À évaluer
acceptable = Acceptable
tolerable = Tolérable, à surveiller
accepted = Accepté
in-treatment = En traitement
to-treat = À traiter
proposed = Proposée
approved = Approuvée
in-progress = En cours
implemented = Mis en œuvre
verified = Efficacité vérifiée
closed = Close
rejected = Rejetée
cancelled = Abandonnée
partial = En partie
planned = Prévu
alternative = Autrement assuré
not-applicable = Sans objet
no-status = Sans statut
included = Incluse
excluded = Exclue
error = Erreur
warning = Avertissement
information = Note
severity = Gravité
every-severity = Tous les constats
major = majeur
minor = mineur
opportunity = amélioration
reason-risk = Risques
reason-legal = Loi
reason-contractual = Contrat
reason-business = Activité
reason-baseline = Bonne pratique
reason-decision = Décision
dismissed = Écarté
axes = { $down } ↓  { $across } →
no-axes = Cette méthode n’a pas deux facteurs pour une matrice.
actions = Actions
no-actions = Il n’y a pas d’actions.
new-action = Nouvelle action
what-to-do = Que faut-il faire ?
risks-beyond = Risques au-delà des critères
accepted-until = Accepté jusqu’au { $day }
overdue = En retard
due = Échéance
status = Statut
closed-because = Clos : { $why }
assessment = Évaluation
assets = Actifs
threats = Menaces
vulnerabilities = Vulnérabilités
rationale = Pourquoi
yes = Oui
no = Non
least = au moins
likely = le plus probable
most = au plus
why = Pourquoi cette évaluation : { $methodology }
digest-now = Empreinte, calculée à l’instant
digest-recorded = Empreinte, comme enregistrée
option = Option
bears = en place
chosen = choisie
controls = Mesures
acceptance = Acceptation
accept-risk = Accepter le risque
accepted-by = { $level }, accepté par { $by } le { $day } jusqu’au { $until }
withdrawn-on = Retirée le { $day }
withdraw = Retirer
stands = ✓ Elle est valable.
expired = ! Elle a expiré.
stands-no-more = ! Elle n’est plus valable : { $why }
superseded = Remplacée
until = Jusqu’au
reason = Pourquoi ?
close-risk = Clore le risque
reopen = Rouvrir
approve = Approuver cette déclaration
control = Mesure
applicability = Applicable
why-included = Pourquoi
included-of = { $included } incluses, { $excluded } exclues
all-controls = Toutes les mesures
proposals = Propositions
edition = Édition
proposal-waits = proposition en attente
decided = décidé
evidence = Preuves
no-evidence = Pas encore de preuve
proposes = { $response } propose : { $status }
implementation = Comment c’est fait
exclude = Exclure
include = Inclure quand même
derive = Déduire à nouveau
clause = article { $clause }
mend = Aller à { $record }
all-decided = tout est décidé
no-responses = Personne n’a encore envoyé de réponses.
sent-by = Envoyé par { $respondent } le { $day }
answers-for = Répond pour { $records }
no-proposals = Rien ne découle de ces réponses.
all-answers = Toutes les réponses
dismiss-all = Écarter toutes celles en attente
dismiss-one = Écarter
accept-one = Accepter
set-status = Statut de { $control } : { $status }
set-factor = { $factor } : niveau { $level }
raise = Constat ({ $severity }) contre { $against }
already-so = C’est déjà le cas.
changed-since = Modifié depuis l’envoi : alors { $was }, maintenant { $is }
ruled = { $ruling } par { $by } le { $day }
questionnaires = Questionnaires
no-questionnaires = Aucun questionnaire n’est en usage : `riskwright questionnaire adopt` en reprend un.
invite = Inviter quelqu’un
who-answers = Qui doit répondre ?
for-which = Pour quels risques et actifs ? (R-1, AS-3 ; facultatif)
invited = Donnez cette adresse à { $respondent }. Elle est valable jusqu’au { $day }, pour une réponse.
copy = Copier
what-is-to-be-done = Ce qui est à faire
risks-found = { $count ->
    [one] { $count } risque
   *[other] { $count } risques
 }
controls-found = { $count ->
    [one] { $count } mesure
   *[other] { $count } mesures
 }
findings-found = { $count ->
    [one] { $count } constat
   *[other] { $count } constats
 }
elsewhere = { $count ->
    [one] { $count } risque n’est nulle part : pas estimé selon les deux facteurs
   *[other] { $count } risques ne sont nulle part : pas estimés selon les deux facteurs
 }
waiting = { $count ->
    [one] { $count } proposition en attente
   *[other] { $count } propositions en attente
 }
proposals-wait = { $count ->
    [one] { $count } proposition issue de réponses attend votre décision.
   *[other] { $count } propositions issues de réponses attendent votre décision.
 }
unrecorded = { $count ->
    [one] L’évaluation de { $count } risque n’est pas enregistrée.
   *[other] Les évaluations de { $count } risques ne sont pas enregistrées.
 }
actions-overdue = { $count ->
    [one] { $count } action est en retard.
   *[other] { $count } actions sont en retard.
 }
accept-all = { $count ->
    [one] L’accepter
   *[other] Les accepter toutes ({ $count })
 }
actions-due = { $count ->
    [one] { $count } action ouverte, échéance { $day }
   *[other] { $count } actions ouvertes, la première pour le { $day }
 }
