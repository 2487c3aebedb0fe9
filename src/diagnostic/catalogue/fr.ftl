# Ce que factlint dit en français. Les valeurs sont citées dans les mots des articles.

verbatim = { $text }

## Contradictions

contradiction = { $entity } : { $here }, mais { $there } { $where }
contradiction-opposite = { $entity } : { $attribute } : affirmé d’un côté et démenti de l’autre, { $where }
in-same-article = ailleurs dans le même article
in-article = dans { $path }
states-here = { $attribute } : { $value } ici
states-there = { $attribute } : { $value }
value-here = { $value } ici
value-there = { $value }
value-at = { $value } { $where }
value-affirmed = affirmé
value-denied = démenti
established-label = { $value }, établi ici
only-severity = seulement { $severity ->
    [warning] un avertissement
    [note] une remarque
   *[error] une erreur
} : { $reason }
new-limits = la nouvelle phrase parle de : { $limits }
qualifier = { $name ->
    [round] tour
    [year] année
    [period] période
    [event] événement
    [place] lieu
    [part] partie
    [per] par
    [ordinal] numéro
    [variant] nature
    [organization] organisation
    [role] poste
    [verb] verbe
   *[other] { $name }
} { $value }
established-agree = { $count } articles établis concordent ; un seul est montré
established-disagree = les articles établis se contredisent déjà : { $sides }
new-supported = la nouvelle phrase concorde avec { $articles }
reckoned-role = { $title } { $period } : { $attribute } { $value }
reckoned-date = { $attribute } au { $period }, moins { $given } : { $from } { $value }
help-contradiction = corrigez la nouvelle phrase, ou l’ancienne si la nouvelle est juste (`factlint accept { $fingerprint }` la fixe) ; pour garder les deux, { $keep } ; `factlint explain { $fingerprint }` dit comment le verdict s’est fait, `factlint explain { $rule }` ce que la règle compare
help-pinned = corrigez la phrase, ou le fait fixé si la phrase est juste (`factlint accept { $fingerprint }` le fait) ; pour garder les deux, { $keep } ; `factlint explain { $fingerprint }` dit comment le verdict s’est fait, `factlint explain { $rule }` ce que la règle compare
help-directive = écrivez { $directive } avant la phrase
help-exception = ajoutez l’empreinte à factlint.ignore.toml : `factlint suppressions add`

## Pourquoi une contradiction n’est pas plus grave

soft-correction = la nouvelle phrase corrige l’ancienne à dessein
soft-whom = on ne sait pas avec certitude de qui parle l’une des deux phrases
soft-part = l’une des phrases parle d’une partie, qui ne peut dépasser le tout
soft-house = l’une des phrases ne dit pas de quelle maison elle parle
soft-event = l’une des phrases ne dit pas de quel événement elle parle
soft-hedged = l’une des phrases est au conditionnel ou prend des réserves
soft-unnamed-source = l’une des phrases repose sur une source qui n’est pas nommée
soft-plan = l’une des phrases annonçait encore un projet
soft-day = on ne sait pas de quand date l’un des articles

## Constats sur un seul article

wrong-weekday = « { $text } » : le { $day } est un { $weekday ->
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
help-weekday = vérifiez le jour de la semaine et la date : l’un des deux est faux
wrong-total = le total est de { $said } ici, mais ses { $rows } lignes font { $sum }
help-total = corrigez le total ou l’une de ses lignes
wrong-share-of = { $one } sur { $two } font { $share } %, mais { $said } ici
wrong-share-against = { $one } contre { $two } font { $share } %, mais { $said } ici
help-share = corrigez le pourcentage ou l’un des chiffres
part-unread = { $path } : { $reason }
part-unread-label = pas lu à partir d’ici
help-part-unread = le reste de l’article a été lu ; réparez cette partie, ou sortez-la de ce qui est vérifié

## Pourquoi un article n’est pas lu

unread-unnamed = son nom n’est pas en UTF-8 : renommez-le
unread-closed = il ne s’ouvre pas
unread-conflict = il a un conflit de fusion : résolvez-le et indexez-le
unread-both-sides = les deux côtés y sont en conflit, il n’a donc pas été vérifié : résolvez cela dans la fusion elle-même
unread-large = il dépasse 16 Mo : excluez-le dans factlint.toml
unread-lfs = il est gardé dans Git LFS : le dépôt n’en a qu’un renvoi ; excluez-le dans factlint.toml
unread-utf16 = il est en UTF-16 : enregistrez-le en UTF-8
unread-binary = il est binaire : excluez-le dans factlint.toml
unread-not-utf8 = il n’est pas en UTF-8 (octet { $detail }) : enregistrez-le en UTF-8

## Exceptions

suppression-unused = cette exception ne tait rien
suppression-unused-label = rien à taire ici
help-suppression-unused = retirez-la, ou vérifiez le nom de la règle

suppression-expired = cette exception a pris fin le { $day }
help-suppression-expired = réparez ce qu’elle laissait passer, ou donnez-lui un autre jour en disant pourquoi
suppression-unexplained = cette exception ne donne pas de raison
help-suppression-unexplained = dites après les crochets, ou dans `reason`, pourquoi les deux peuvent rester
suppression-unknown = cette exception nomme la règle « { $rule } », qui n’existe pas
help-suppression-near = vouliez-vous dire { $rule } ?
help-suppression-unknown = `factlint rules list` montre les règles
suppression-no-day = « until={ $text } » n’est pas un jour
help-suppression-no-day = écrivez-le sous la forme until=2026-12-31
exception-unused = aucun constat n’a l’empreinte { $fingerprint }
help-exception-prune = retirez-la : `factlint suppressions prune`
remark-baseline-left = { $count ->
    [one] { $count } entrée
   *[other] { $count } entrées
} de la base de départ { $count ->
    [one] n’est plus trouvée
   *[other] ne sont plus trouvées
} : `factlint baseline update` retire ce qui a été réparé

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
    [one] { $count } constat tu
   *[other] { $count } constats tus
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
not-clean-unread = pas en règle : ce qui n’a pu être lu n’a pas été vérifié
not-clean-elsewhere = pas en règle : ce que ces fichiers contredisent est dit à l’autre fichier
nothing-checked = rien n’a été vérifié
nothing-checked-no-article = rien n’a été vérifié : aucun article modifié n’a été lu
scope-untouched = rien à vérifier : ce changement ne touche ni article ni rien de ce qui en juge
scope-audited = { $articles } relus ({ $claims })
scope-checked = vérifié : { $changed } ({ $claims }), face à { $facts } dans { $articles }
scope-as-of = au { $day }
scope-judged-by = jugé par { $revision }
sides-staged = index
sides-worktree = arbre de travail
sides-files = fichiers
sides-all = tout
sides-base = base { $revision }
sides-commit = commit { $revision }
sides-range = de { $from } à { $to }
sides-push = envoi de { $tip }
sides-push-to = envoi de { $tip } vers { $remote }
sides-merge = fusion de { $branch } dans { $into }
sides-text = texte en tant que { $path }
could-not-read = { $path } n’a pas pu être lu : { $reason }
not-read-language = pas lu (langue : { $language }) : { $path }
judge-changed = ce changement modifie aussi ce qui juge : { $files }
ignores-added = ce changement fait aussi taire des constats : { $places }
remark-link = pas lu : { $path } est un lien ; ce qu’il désigne est lu à sa place
remark-generated = pas lu : .gitattributes donne { $path } pour engendré ou sans diff (nommez-le dans `include` pour qu’il soit lu)
remark-unread-standing = { $count } des articles inchangés n’ont pu être lus et n’établissent rien (le premier : { $path } : { $reason })
remark-language-standing = { $count } articles inchangés sont dans une langue qui n’est pas lue
remark-parts-standing = des parties de { $count } articles inchangés n’ont pu être lues (le premier : { $path } : { $reason })
remark-mend-first = aucun article n’a été lu : les fichiers ci-dessus sont d’abord à corriger
remark-merge-empty = { $branch } contient déjà tout { $into } : ce que cette branche ajoute est dit par `factlint check --from-ref { $into } --to-ref { $branch }`
remark-at-tip = { $path } est en conflit avec la base : il a été lu tel que l’a la branche
remark-attributes-conflict = pas lu : { $path } est en conflit, donc ce qu’il donne pour engendré est vérifié
remark-elsewhere = { $count } { $count ->
    [one] autre contradiction
   *[other] autres contradictions
} de ces fichiers : dites à l’autre fichier, qui n’a pas été nommé (le premier : { $first })

## Les mots autour des constats

severity = { $severity ->
    [error] erreur
    [warning] avertissement
   *[note] remarque
}
word-note = remarque :
word-help = conseil :
written-in = écrit dans le { $commit }
written-in-or-before = écrit dans le { $commit } ou avant
established-by = établi par le { $commit }
established-in-or-before = établi dans le { $commit } ou avant
established-here = établi ici
established-in = établi dans { $path }
established-in-by = établi dans { $path } par le { $commit }
established-in-or-before-in = établi dans { $path }, dans le { $commit } ou avant
commit = commit { $commit } du { $date } ({ $author })
and-more = et { $count } de plus
word-edit = retouche :
edit-line = { $path }:{ $line } : « { $old } » -> « { $new } »
plain-finding = { $severity } { $number } sur { $total }, règle { $rule }
plain-here = Nouveau, dans { $path }, ligne { $line }, colonne { $column } :
plain-established = Dans { $path }, ligne { $line }, colonne { $column }, { $by } :
