# What factlint says in English. Values come as articles or rules have them.

verbatim = { $text }

## Contradictions

contradiction = { $entity }: { $here }, but { $there } { $where }
contradiction-opposite = { $entity }: { $attribute }: affirmed on one side and denied on the other, { $where }
in-same-article = elsewhere in the same article
in-article = in { $path }
states-here = { $attribute } is { $value } here
states-there = { $attribute } is { $value }
value-here = { $value } here
value-there = { $value }
value-at = { $value } { $where }
value-affirmed = affirmed
value-denied = denied
established-label = { $value } established here
only-severity = only { $severity ->
    [warning] a warning
    [note] a note
   *[error] an error
}: { $reason }
new-limits = the new sentence speaks of: { $limits }
qualifier = { $name ->
    [round] round
    [year] year
    [period] period
    [event] event
    [place] place
    [part] part
    [per] per
    [ordinal] number
    [variant] kind
    [organization] organization
    [role] post
    [verb] verb
   *[other] { $name }
} { $value }
established-agree = { $count } established articles agree with each other
established-disagree = the established articles already disagree: { $sides }
new-supported = the new sentence agrees with { $articles }
reckoned-role = { $title } { $period }: { $attribute } { $value }
reckoned-date = { $attribute } on { $period }, less { $given }: { $from } { $value }
help-contradiction = correct the new sentence, or the established one if the new one is right{ $accept }; to keep both, { $keep }; `factlint explain { $fingerprint }` tells how this was decided, `factlint explain { $rule }` what the rule compares
help-pinned = correct the sentence, or the pinned fact if the sentence is right{ $accept }; to keep both, { $keep }; `factlint explain { $fingerprint }` tells how this was decided, `factlint explain { $rule }` what the rule compares
help-accept = { " " }(`factlint accept { $fingerprint }` pins it)
help-replace = { " " }(`factlint accept { $fingerprint }` replaces it)
help-directive = write { $directive } before the sentence
help-exception = write `factlint suppressions add { $fingerprint } --reason …`

## Why a contradiction is no graver

soft-correction = the new sentence corrects the established one on purpose
soft-whom = whom one side speaks of is not certain
soft-part = one side speaks of a part, which cannot be more than the whole
soft-house = one side does not say of which house it speaks
soft-event = one side does not say which event it speaks of
soft-hedged = one side is hedged
soft-unnamed-source = one side rests on an unnamed source
soft-plan = one side was still a plan
soft-day = the day of one article is not known

## Findings about one article

wrong-weekday = "{ $text }": { $day } is a { $weekday ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}
wrong-weekday-label = { $day } is a { $weekday ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}
help-weekday = check the day of the week and the date: one of them is wrong
wrong-total = the total is { $said } here, but its { $rows } rows add up to { $sum }
help-total = correct the total or one of its rows
wrong-share-of = { $one } of { $two } is { $share } %, but { $said } here
wrong-share-against = { $one } against { $two } is { $share } %, but { $said } here
help-share = correct the percentage or one of the figures
part-unread = { $path }: { $reason }
part-unread-label = not read from here
help-part-unread = the rest of the article was read; mend this part, or leave it out of what is checked

## Why an article is not read

unread-unnamed = its name is not UTF-8: rename it
unread-closed = it cannot be opened
unread-conflict = it has an unresolved merge conflict: resolve it and stage it
unread-both-sides = the two sides conflict in it, so it was not checked: resolve that in the merge itself
unread-large = it is larger than 16 MB: exclude it in factlint.toml
unread-lfs = it is kept in Git LFS: the repository holds only a pointer; exclude it in factlint.toml
unread-utf16 = it is UTF-16: save it as UTF-8
unread-binary = it is binary: exclude it in factlint.toml
unread-not-utf8 = it is not UTF-8 (byte { $detail }): save it as UTF-8

## Suppression

suppression-unused = this directive suppresses nothing
suppression-unused-label = nothing to suppress here
help-suppression-unused = remove it, or check the name of the rule

suppression-expired = this exception ended on { $day }
help-suppression-expired = mend what it let be, or give it another day and say why
suppression-unexplained = this exception gives no reason
help-suppression-unexplained = say behind the brackets, or in `reason`, why both may stand
suppression-unknown = this directive names the rule "{ $rule }", which there is not
help-suppression-near = did you mean { $rule }?
help-suppression-unknown = `factlint rules list` shows the rules
suppression-no-day = "until={ $text }" is no day
help-suppression-no-day = write it as until=2026-12-31
exception-unused = no finding has the fingerprint { $fingerprint }
help-exception-prune = remove it: `factlint suppressions prune`
remark-baseline-left = { $count ->
    [one] { $count } entry
   *[other] { $count } entries
} of the baseline { $count ->
    [one] is
   *[other] are
} no longer found: `factlint baseline update` drops what was mended

## What a run read

count-errors = { $count ->
    [one] 1 error
   *[other] { $count } errors
}
count-warnings = { $count ->
    [one] 1 warning
   *[other] { $count } warnings
}
count-notes = { $count ->
    [one] 1 note
   *[other] { $count } notes
}
count-suppressed = { $count } suppressed
count-claims = { $count ->
    [one] 1 claim
   *[other] { $count } claims
}
count-facts = { $count ->
    [one] 1 fact
   *[other] { $count } facts
}
count-articles = { $count ->
    [one] 1 article
   *[other] { $count } articles
}
count-changed-articles = { $count ->
    [one] 1 changed article
   *[other] { $count } changed articles
}
count-things = { $count ->
    [one] { $count } thing
   *[other] { $count } things
}
count-files = { $count ->
    [one] { $count } file
   *[other] { $count } files
}
no-contradiction = no contradiction found
not-clean-unread = not clean: what could not be read was not checked
not-clean-elsewhere = not clean: what these files contradict is told at the other files
nothing-checked = nothing was checked
nothing-checked-no-article = nothing was checked: no changed article was read
scope-untouched = nothing to check: no article and nothing that judges articles is part of this change
scope-audited = audited { $articles } ({ $claims })
scope-checked = checked { $changed } ({ $claims }) against { $facts } in { $articles }
scope-as-of = as of { $day }
scope-judged-by = judged by { $revision }
sides-staged = staged
sides-worktree = worktree
sides-files = files
sides-all = all
sides-base = base { $revision }
sides-commit = commit { $revision }
sides-range = from { $from } to { $to }
sides-push = push of { $tip }
sides-push-to = push of { $tip } to { $remote }
sides-merge = merge of { $branch } into { $into }
sides-text = text as { $path }
could-not-read = could not read { $path }: { $reason }
not-read-language = not read (language: { $language }): { $path }
judge-changed = this change also alters the judge: { $files }
ignores-added = this change also silences findings: { $places }
remark-link = not read: { $path } is a link; what it points to is read where it stands
remark-generated = not read: .gitattributes marks { $path } as generated or without diff (name it in `include` to read it)
remark-unread-standing = { $count ->
    [one] 1 of the unchanged articles could not be read and establishes nothing
   *[other] { $count } of the unchanged articles could not be read and establish nothing
} (first: { $path }: { $reason })
remark-language-standing = { $count ->
    [one] 1 unchanged article is in a language that is not read
   *[other] { $count } unchanged articles are in a language that is not read
}
remark-parts-standing = { $count ->
    [one] parts of 1 unchanged article could not be read
   *[other] parts of { $count } unchanged articles could not be read
} (first: { $path }: { $reason })
remark-mend-first = no article was read: the files above must be mended first
remark-merge-empty = { $branch } already holds all of { $into }: what it adds by itself is told by `factlint check --from-ref { $into } --to-ref { $branch }`
remark-at-tip = { $path } conflicts with the base: it was read as the branch has it
remark-attributes-conflict = not read: { $path } is in conflict, so what it marks as generated is checked
remark-elsewhere = { $count } more { $count ->
    [one] contradiction
   *[other] contradictions
} of these files: told at the other file, which was not named (first: { $first })

## The words around findings

severity = { $severity ->
    [error] error
    [warning] warning
   *[note] note
}
word-note = note:
word-help = help:
written-in = written in { $commit }
written-in-or-before = written in or before { $commit }
established-by = established by { $commit }
established-in-or-before = established in or before { $commit }
established-here = established here
established-in = established in { $path }
established-in-by = established in { $path } by { $commit }
established-in-or-before-in = established in { $path } in or before { $commit }
commit = commit { $commit } of { $date } ({ $author })
and-more = and { $count } more
word-edit = edit:
edit-line = { $path }:{ $line }: "{ $old }" -> "{ $new }"
plain-finding = { $severity } { $number } of { $total }, rule { $rule }
plain-here = New sentence, in { $path }, line { $line }, column { $column }:
plain-established = In { $path }, line { $line }, column { $column }, { $by }:
