# L'élément questionnaire. Chaque langue dit les mêmes messages avec les mêmes variables.

version = Version { $version }
sections = Sections
section-at = Section { $at } sur { $count }
section-standing = { $answered } sur { $asked }
section-done = répondue
progress = { $asked ->
    [one] { $answered } question sur { $asked } a une réponse
   *[other] { $answered } questions sur { $asked } ont une réponse
 }
optional = facultatif
about = À propos de { $about }
yes = Oui
no = Non
nothing-chosen = Rien de choisi
level = { $level } sur { $most }
does-not-apply = Ne s'applique pas
reason = Pourquoi cela ne s'applique-t-il pas ?
clear = Effacer la réponse
comment = Remarque
add-comment = Ajouter une remarque
evidence = Preuves
add-evidence = Ajouter une preuve
evidence-hint = Le fichier reste où il est : son nom, sa taille et son empreinte sont notés.
evidence-file = Noter un fichier
evidence-title = Ce qu'il montre
evidence-link = Lien
add-link = Ajouter le lien
link-wanted = Donnez un lien qui commence par https:// ou http://, ou un chemin.
remove = Retirer
remove-evidence = Retirer { $title }
digest = SHA-256 { $digest }
bytes = { $count ->
    [one] { $count } octet
   *[other] { $count } octets
 }
no-evidence = Une preuve est demandée et il n'y en a pas encore.
between = De { $min } à { $max }
most-characters = { $most } caractères au plus

last-time = La dernière fois : { $answer }
as-last-time = Répondre comme la dernière fois
all-as-last-time = Répondre comme la dernière fois à toutes les questions ouvertes
other-tab = Dans un autre onglet : { $answer }
other-file = Dans le fichier : { $answer }
other-nothing = pas de réponse
take-other = La reprendre
keep-mine = Garder la mienne

back = Retour
next = Suite : { $section }
to-review = Vérifier les réponses
next-missing = Prochaine question ouverte
review = Vérifiez vos réponses
back-to-questions = Retour aux questions
all-there = Tout ce qui est nécessaire a une réponse.
missing-count = { $count ->
    [one] Une question attend encore une réponse
   *[other] { $count } questions attendent encore une réponse
 }
wrong-count = { $count ->
    [one] Une réponse est à revoir
   *[other] { $count } réponses sont à revoir
 }
unanswered = Sans réponse
change = Modifier
change-answer = Modifier : { $question }
complete = Envoyer les réponses
finish = Terminer
save-file = Enregistrer les réponses dans un fichier
open-file = Reprendre les réponses d'un fichier
print = Imprimer
scores = Notes
score-of = { $value } sur { $most }
score-with-unit = { $value } { $unit }
no-score = Trop peu de réponses pour une note
scoring = Les notes sont en cours de calcul …
not-scored = Les notes ne peuvent pas être calculées : { $why }
proposals = Ce qui découle des réponses
proposal-control = Mesure { $control } : { $status }
proposal-factor = Facteur { $factor } : niveau { $level }
proposal-finding = Constat sur { $against } : { $severity }
proposals-hint = Rien de cela ne change avant que quelqu'un ne l'accepte.
status-implemented = en place
status-partial = en place en partie
status-planned = prévue
status-alternative = autre chose en tient lieu
status-not-applicable = sans objet
severity-opportunity = on pourrait faire mieux
severity-minor = non-conformité mineure
severity-major = non-conformité majeure

done = Merci
done-sent = Vos réponses ont été remises.
sending = Les réponses sont en cours d'envoi …
not-sent = Les réponses n'ont pas pu être remises ({ $why }). Elles sont gardées ici : essayez de nouveau.
again = Répondre de nouveau, avec celles-ci comme dernière fois
readonly = Ces réponses peuvent être lues, pas modifiées.

wants-answer = Une réponse est nécessaire.
wants-choice = Choisissez-en un.
wants-choices = Choisissez ce qui convient.
wants-level = Choisissez un niveau.
wants-text = Écrivez un texte.
wants-number = Écrivez un nombre, par exemple { $example }.
wants-day = Choisissez un jour qui existe au calendrier.
wants-yes-no = Choisissez oui ou non.
no-choice = Ce qui est choisi n'est plus proposé.
chosen-twice = Quelque chose est choisi deux fois.
too-long = Le texte est trop long : { $most } caractères au plus sont possibles.
out-of-bounds = On attend un nombre de { $min } à { $max }.
applies = Cette question s'applique toujours.
no-reason = Dites pourquoi cela ne s'applique pas.

in-browser = Vos réponses sont gardées dans ce navigateur au fur et à mesure.
in-memory = Ce navigateur ne garde rien pour cette page ({ $why }). Vos réponses sont perdues à la fermeture : enregistrez-les d'abord dans un fichier.
kept-again = Les réponses sont de nouveau gardées dans ce navigateur.
unsaved = Le serveur n'a pas vos dernières réponses ({ $why }). Elles sont gardées dans ce navigateur.
unsaved-again = Un nouvel essai se fait de lui-même.
away = Le serveur est injoignable ({ $why }). Voici les questions telles qu'elles sont gardées dans ce navigateur. Vos réponses y sont gardées aussi et seront transmises d'elles-mêmes au serveur dès son retour.
saved-again = Le serveur a de nouveau toutes vos réponses.
upgraded = Le questionnaire est passé de la version { $from } à { $to }. Vos réponses ont été reprises.
upgraded-kept = { $count ->
    [one] Une réponse est inchangée
   *[other] { $count } réponses sont inchangées
 }
upgraded-reworded = À revoir, car la question est posée autrement
upgraded-converted = Reprises sous une autre forme
upgraded-dropped = Non reprises
upgraded-added = Nouvelles questions
save-before = Enregistrer les réponses d'avant dans un fichier
dismiss = Compris
taken-in = { $count ->
    [one] Une réponse a été reprise.
   *[other] { $count } réponses ont été reprises.
 }
taken-in-differs = { $count ->
    [one] Une réponse est différente ici : regardez et choisissez.
   *[other] { $count } réponses sont différentes ici : regardez et choisissez.
 }
other-questionnaire = Le fichier contient des réponses à `{ $found }`, ceci est `{ $expected }`.
bad-file = Le fichier ne peut pas être repris : { $why }
appeared = { $count ->
    [one] Une question de plus est posée.
   *[other] { $count } questions de plus sont posées.
 }
disappeared = { $count ->
    [one] Une question de moins est posée.
   *[other] { $count } questions de moins sont posées.
 }

compare = Réponses côte à côte
question = Question
agree = Tous disent la même chose
differ = Elles diffèrent
single = Moins de deux ont répondu
not-asked = Non posée
agreement = Accord
only-differences = Ne montrer que les différences
respondent = Personne { $number }
