# Ce que factlint dit en français. Les valeurs sont citées dans les mots des articles.

verbatim = { $text }

## Contradictions

contradiction = { $entity } – { $here }, mais { $there } { $where }
contradiction-opposite = { $entity } – { $attribute } : affirmé d’un côté, démenti de l’autre ({ $where })
in-same-article = ailleurs dans le même article
in-article = dans { $path }
states-here = { $attribute } : { $value } ici
states-there = { $attribute } : { $value }
value-here = { $value } ici
value-there = { $value }
value-at = { $value } { $where }
value-affirmed = affirmé
value-denied = démenti
established-label = { $value }, déjà établi
only-severity = { $severity ->
    [warning] simple avertissement
    [note] simple remarque
   *[error] simple erreur
} : { $reason }
new-limits = la nouvelle phrase porte sur : { $limits }
qualifier = { $name ->
    [round] tour de table
    [year] année
    [period] période
    [event] événement
    [place] lieu
    [part] partie
    [per] par
    [ordinal] rang
    [variant] variante
    [organization] organisation
    [role] fonction
    [verb] verbe
   *[other] { $name }
} { $value }
established-agree = { $count } articles établis concordent
established-disagree = les articles établis se contredisent déjà entre eux : { $sides }
new-supported = la nouvelle phrase concorde avec { $articles }
reckoned-role = { $title } { $period } : { $attribute } { $value }
reckoned-date = { $attribute } au { $period } ; en retranchant { $given } : { $from } { $value }
help-contradiction = corrigez la nouvelle phrase, ou l’ancienne si c’est la nouvelle qui est juste{ $accept } ; pour garder les deux, { $keep } ; `factlint explain { $fingerprint }` explique ce constat, `factlint explain { $rule }` ce que compare la règle
help-pinned = corrigez la phrase, ou le fait de référence si c’est la phrase qui est juste{ $accept } ; pour garder les deux, { $keep } ; `factlint explain { $fingerprint }` explique ce constat, `factlint explain { $rule }` ce que compare la règle
help-accept = { " " }(`factlint accept { $fingerprint }` en fait un fait de référence)
help-replace = { " " }(`factlint accept { $fingerprint }` le remplace)
help-directive = écrivez { $directive } avant la phrase
help-exception = écrivez `factlint suppressions add { $fingerprint } --reason …`

## Pourquoi une contradiction n’est pas plus grave

soft-correction = la nouvelle phrase corrige explicitement l’ancienne
soft-whom = on ne sait pas avec certitude de qui ou de quoi parle l’une des deux phrases
soft-part = l’une des phrases parle d’une partie, qui ne peut dépasser le tout
soft-house = l’une des phrases ne dit pas de quelle organisation elle parle
soft-event = l’une des phrases ne dit pas de quel événement elle parle
soft-hedged = l’une des phrases est au conditionnel ou émet des réserves
soft-unnamed-source = l’une des phrases repose sur une source anonyme
soft-plan = l’une des phrases n’annonçait encore qu’un projet
soft-day = l’un des articles n’est pas daté

## Constats sur un seul article

wrong-weekday = « { $text } » : le { $day } est un { $weekday ->
    [1] lundi
    [2] mardi
    [3] mercredi
    [4] jeudi
    [5] vendredi
    [6] samedi
   *[7] dimanche
}
wrong-weekday-label = le { $day } est un { $weekday ->
    [1] lundi
    [2] mardi
    [3] mercredi
    [4] jeudi
    [5] vendredi
    [6] samedi
   *[7] dimanche
}
help-weekday = vérifiez le jour de la semaine et la date : l’un des deux est faux
wrong-total = le total indiqué est { $said }, mais la somme des { $rows } lignes est { $sum }
help-total = corrigez le total ou l’une de ses lignes
wrong-share-of = { $one } sur { $two }, cela fait { $share } %, et non { $said }
wrong-share-against = de { $two } à { $one }, l’écart est de { $share } %, et non de { $said }
help-share = corrigez le pourcentage ou l’un des chiffres
part-unread = { $path } : { $reason }
part-unread-label = non lu à partir d’ici
help-part-unread = le reste de l’article a été lu ; corrigez cette partie, ou excluez-la de la vérification

## Pourquoi un article n’est pas lu

unread-unnamed = son nom n’est pas en UTF-8 : renommez-le
unread-closed = il n’a pas pu être ouvert
unread-conflict = il contient un conflit de fusion : résolvez-le, puis faites `git add`
unread-both-sides = les deux branches y sont en conflit, il n’a donc pas été vérifié : résolvez le conflit en faisant la fusion
unread-large = il dépasse 16 Mo : excluez-le dans factlint.toml
unread-lfs = il est stocké dans Git LFS : le dépôt n’en contient qu’un pointeur ; excluez-le dans factlint.toml
unread-utf16 = il est en UTF-16 : enregistrez-le en UTF-8
unread-binary = il est binaire : excluez-le dans factlint.toml
unread-not-utf8 = il n’est pas en UTF-8 (octet { $detail }) : enregistrez-le en UTF-8

## Exceptions

suppression-unused = cette exception n’écarte aucun constat
suppression-unused-label = aucun constat à écarter ici
help-suppression-unused = retirez-la, ou vérifiez le nom de la règle

suppression-expired = cette exception a pris fin le { $day }
help-suppression-expired = corrigez ce qu’elle laissait passer, ou fixez une nouvelle date en précisant pourquoi
suppression-unexplained = cette exception n’est pas motivée
help-suppression-unexplained = précisez après les crochets, ou dans `reason`, pourquoi les deux phrases peuvent coexister
suppression-unknown = cette exception nomme la règle « { $rule } », qui n’existe pas
help-suppression-near = vouliez-vous dire { $rule } ?
help-suppression-unknown = `factlint rules list` donne la liste des règles
suppression-no-day = « until={ $text } » n’est pas une date
help-suppression-no-day = écrivez-le sous la forme until=2026-12-31
exception-unused = aucun constat ne porte l’empreinte { $fingerprint }
help-exception-prune = retirez-la : `factlint suppressions prune`
remark-baseline-left = { $count ->
    [one] { $count } entrée de l’état initial n’a plus d’objet
   *[other] { $count } entrées de l’état initial n’ont plus d’objet
} : `factlint baseline update` retire ce qui a été corrigé

## Ce qui a été lu

count-errors = { $count ->
    [one] { $count } erreur
   *[other] { $count } erreurs
}
count-warnings = { $count ->
    [one] { $count } avertissement
   *[other] { $count } avertissements
}
count-notes = { $count ->
    [one] { $count } remarque
   *[other] { $count } remarques
}
count-suppressed = { $count ->
    [one] { $count } constat écarté
   *[other] { $count } constats écartés
}
count-claims = { $count ->
    [one] { $count } affirmation
   *[other] { $count } affirmations
}
count-facts = { $count ->
    [one] { $count } fait
   *[other] { $count } faits
}
count-articles = { $count ->
    [one] { $count } article
   *[other] { $count } articles
}
count-changed-articles = { $count ->
    [one] { $count } article modifié
   *[other] { $count } articles modifiés
}
count-things = { $count ->
    [one] { $count } chose
   *[other] { $count } choses
}
count-files = { $count ->
    [one] { $count } fichier
   *[other] { $count } fichiers
}
no-contradiction = aucune contradiction trouvée
not-clean-unread = vérification incomplète : ce qui n’a pas pu être lu n’a pas été vérifié
not-clean-elsewhere = vérification incomplète : les contradictions de ces fichiers sont signalées dans l’autre fichier
nothing-checked = rien n’a été vérifié
nothing-checked-no-article = rien n’a été vérifié : aucun article modifié n’a été lu
scope-untouched = rien à vérifier : ce changement ne touche ni article, ni règle, ni réglage
scope-audited = articles relus : { $articles } ({ $claims })
scope-checked = vérifié : { $changed } ({ $claims }) ; comparaison avec { $facts } de { $articles }
scope-as-of = au { $day }
scope-judged-by = selon les réglages de { $revision }
sides-staged = index
sides-worktree = copie de travail
sides-files = fichiers
sides-all = tout
sides-base = base { $revision }
sides-commit = commit { $revision }
sides-range = de { $from } à { $to }
sides-push = push de { $tip }
sides-push-to = push de { $tip } vers { $remote }
sides-merge = fusion de { $branch } dans { $into }
sides-text = texte en tant que { $path }
could-not-read = { $path } n’a pas pu être lu : { $reason }
not-read-language = pas lu (langue : { $language }) : { $path }
judge-changed = ce changement modifie aussi les critères de vérification : { $files }
ignores-added = ce changement ajoute aussi des exceptions : { $places }
remark-link = pas lu : { $path } est un lien ; ce qu’il désigne est lu là où il se trouve
remark-generated = pas lu : .gitattributes marque { $path } comme généré ou sans diff (nommez-le dans `include` pour qu’il soit lu)
remark-unread-standing = { $count ->
    [one] un article inchangé n’a pas pu être lu et n’établit rien
   *[other] { $count } articles inchangés n’ont pas pu être lus et n’établissent rien
} (le premier : { $path } : { $reason })
remark-language-standing = { $count ->
    [one] un article inchangé est dans une langue qui n’est pas lue
   *[other] { $count } articles inchangés sont dans une langue qui n’est pas lue
}
remark-parts-standing = { $count ->
    [one] une partie d’un article inchangé n’a pas pu être lue
   *[other] des parties de { $count } articles inchangés n’ont pas pu être lues
} (le premier : { $path } : { $reason })
remark-mend-first = aucun article n’a été lu : corrigez d’abord les fichiers ci-dessus
remark-merge-empty = { $branch } contient déjà tout { $into } ; pour voir ce que cette branche ajoute : `factlint check --from-ref { $into } --to-ref { $branch }`
remark-at-tip = { $path } est en conflit avec la base : il a été lu tel qu’il est dans la branche
remark-attributes-conflict = pas lu : { $path } est en conflit ; les fichiers qu’il marque comme générés ont donc été vérifiés
remark-elsewhere = { $count ->
    [one] { $count } autre contradiction de ces fichiers, signalée
   *[other] { $count } autres contradictions de ces fichiers, signalées
} dans l’autre fichier, qui n’a pas été indiqué (le premier : { $first })

## Les mots autour des constats

severity = { $severity ->
    [error] erreur
    [warning] avertissement
   *[note] remarque
}
word-note = remarque :
word-help = conseil :
written-in = ajouté par le { $commit }
written-in-or-before = ajouté par le { $commit } ou avant
established-by = établi par le { $commit }
established-in-or-before = établi par le { $commit } ou avant
established-here = déjà établi ici
established-in = établi dans { $path }
established-in-by = établi dans { $path } par le { $commit }
established-in-or-before-in = établi dans { $path }, par le { $commit } ou avant
commit = commit { $commit } du { $date } ({ $author })
and-more = { $count ->
    [one] et { $count } autre
   *[other] et { $count } autres
}
word-edit = retouche :
edit-line = { $path }:{ $line } : « { $old } » -> « { $new } »
plain-finding = { $severity } { $number } sur { $total }, règle { $rule }
plain-here = Nouvelle phrase, dans { $path }, ligne { $line }, colonne { $column } :
plain-established = Dans { $path }, ligne { $line }, colonne { $column }, { $by } :
