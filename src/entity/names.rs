//! Names in a sentence: capitalised sequences, with what around them tells their kind.

use std::ops::Range;

use super::acronym::expand_acronyms;
use super::cue::{is_dateline, kind_of};
use super::{EntityKind, KnownNames};
use crate::language::{Institutions, Tables, TokenKind, Tokens, singular};

/// A name where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameMention {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The name as written, with single spaces.
    pub name: String,
    /// What the words in and around it tell.
    pub kind: EntityKind,
    /// Whether it may only be a word that begins a sentence.
    pub doubtful: bool,
    /// Whether a definite article stands right before it: people take none.
    pub with_article: bool,
    /// Whether a verb in the third person stands right behind it.
    pub before_verb: bool,
}

/// The names of a sentence. `values` are the tokens of its values, which are no names; `known` are
/// those that the user configured.
pub fn names_in(tokens: &Tokens<'_>, values: &[Range<usize>], known: &KnownNames, tables: &Tables) -> Vec<NameMention> {
    let mut names: Vec<NameMention> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if let Some(value) = values.iter().find(|value| value.contains(&at)) {
            at = value.end;
            continue;
        }
        if let Some(mention) = configured_at(tokens, at, known, tables) {
            at = mention.tokens.end;
            names.push(mention);
            continue;
        }
        match name_at(tokens, at, values, tables) {
            Some(mention) => {
                at = mention.tokens.end;
                names.push(mention);
            }
            None => at += 1,
        }
    }
    expand_acronyms(tokens, &mut names, tables);
    names
}

/// "« La Nuit des huppes »": a title in quotation marks, and the token behind its last word. What is
/// said stands in such marks too: then there is a verb, a comma or a full stop, or no capital.
fn title_at(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> Option<Range<usize>> {
    let closing = match tokens.text(at) {
        "«" => "»",
        "\"" => "\"",
        _ => return None,
    };
    let end = (at + 2..at + 12).find(|end| tokens.text(*end) == closing)?;
    let words = at + 1..end;
    let plain = words.clone().all(|word| {
        let sign = tokens.is(word, TokenKind::Sign) && !matches!(tokens.text(word), "'" | "-" | "&");
        let verb = tables.grammar.is_finite(tokens.text(word))
            && !tables.grammar.is_ambiguous(tokens.text(word))
            && !tokens.is_capitalised(word);
        let pronoun = tables.pronouns.subjects.at(tokens, word).is_some() && word > at + 1;
        !sign && !verb && !pronoun && !tables.grammar.impersonal.contains(tokens.folded(word))
    });
    let said = tokens.text(end + 1) == "," || at > 0 && tokens.text(at - 1) == ":";
    (tokens.is_capitalised(at + 1) && plain && !said && words.len() > 1).then_some(words)
}

fn configured_at(tokens: &Tokens<'_>, at: usize, known: &KnownNames, tables: &Tables) -> Option<NameMention> {
    let (kind, end) = known.at(tokens, at)?;
    let kind = if kind == EntityKind::Unknown {
        kind_of(tokens, at..end, tables)
    } else {
        kind
    };
    Some(NameMention {
        before_verb: true,
        with_article: is_article(tokens, at, tables),
        name: joined(tokens, at..end),
        tokens: at..end,
        kind,
        doubtful: false,
    })
}

fn name_at(tokens: &Tokens<'_>, at: usize, values: &[Range<usize>], tables: &Tables) -> Option<NameMention> {
    if let Some(title) = title_at(tokens, at, tables) {
        return Some(NameMention {
            before_verb: true,
            with_article: false,
            name: joined(tokens, title.clone()),
            tokens: title,
            kind: EntityKind::Work,
            doubtful: false,
        });
    }
    if let Some(compound) = compound_at(tokens, at, values, tables) {
        return Some(compound);
    }
    if !begins_name(tokens, at, tables) {
        return None;
    }
    let free = |i: usize| !values.iter().any(|value| value.contains(&i));
    let end = end_of_name(tokens, at, tables, &free);
    let mut start = at;
    let initial = starts_sentence(tokens, at);
    // "Le Cun" is a name; "Le Pont" at the head of a sentence is an article and a word.
    if end > at + 1 && tables.pronouns.articles.contains(tokens.folded(at)) {
        let articled = end > at + 2 && is_articled_noun(tokens, at + 1, tables);
        if initial || articled || tables.organization_or_work(tokens.folded(at + 1)) {
            start = at + 1;
        }
    } else if end == at + 1 && is_grammatical(tokens, at, tables) {
        return None;
    }
    // "Selon Nabla", "Le Nantais Ewen Tristani": what leads is no part of the name.
    let last_is_institution =
        tables.names.organization_nouns.contains(tokens.folded(end - 1)) && tables.grammar.adjectives_stand_first;
    // "Mexican Anarchist Federation" is another than the Uruguayan one.
    let told_apart =
        |at: usize| last_is_institution && at + 2 < end && tables.names.demonyms.contains_key(tokens.folded(at));
    while start + 1 < end && !told_apart(start) && leads(tokens, start, initial && start == at, tables) {
        start += 1;
    }
    if end == start + 1 && leads_alone(tokens, start, tables) {
        return None;
    }
    // "Secretary of State" is an office.
    let office = tables.pronouns.of.before(tokens, start).is_some_and(|((), of)| {
        of > 0 && tables.names.person_roles.contains(tokens.folded(of - 1)) && tokens.is_capitalised(of - 1)
    });
    if office && end == start + 1 && tables.is_common_noun(tokens.folded(start)) {
        return None;
    }
    let kind = if is_dateline(tokens, start..end) {
        EntityKind::Place
    } else {
        kind_of(tokens, start..end, tables)
    };
    let doubtful = initial
        && start == at
        && end == start + 1
        && kind == EntityKind::Unknown
        && !is_acronym(tokens.text(start))
        && !is_apposed(tokens, start, tables);
    if doubtful
        && (tables.is_common_noun(tokens.folded(start)) || tables.grammar.attributes.at(tokens, start).is_some())
    {
        return None;
    }
    let name = joined(tokens, start..end);
    Some(NameMention {
        before_verb: is_verb(tokens, end, tables),
        with_article: is_article(tokens, start, tables),
        tokens: start..end,
        name,
        kind,
        doubtful,
    })
}

/// "musée du Sel", "digue de Fontmarais", "bridge at Tarn": a noun that makes a name with the
/// capitalised words behind it; in English also with those before it ("Tarn bridge").
fn compound_at(tokens: &Tokens<'_>, at: usize, values: &[Range<usize>], tables: &Tables) -> Option<NameMention> {
    let free = |i: usize| !values.iter().any(|value| value.contains(&i));
    let capital = |i: usize| {
        tokens.is(i, TokenKind::Word) && tokens.is_capitalised(i) && !tokens.folded(i).ends_with('\'') && free(i)
    };
    let is_head = |i: usize| tokens.is(i, TokenKind::Word) && tables.heads.contains(tokens.folded(i)) && free(i);
    // "la maison de Lille" speaks of somebody known.
    let generic = tables.grammar.generic_nouns.contains(tokens.folded(at)) && !tokens.is_capitalised(at);
    if is_head(at) && !generic {
        // An adjective may stand between: "réserve naturelle de X".
        let mut next = at + 1;
        if tokens.is(next, TokenKind::Word)
            && !tokens.is_capitalised(next)
            && tables.pronouns.of.at(tokens, next).is_none()
            && free(next)
        {
            let adjective =
                !tables.function_words.contains(tokens.folded(next)) && !tables.verbs.contains(tokens.folded(next));
            if adjective && tables.pronouns.of.at(tokens, next + 1).is_some() {
                next += 1;
            }
        }
        let start_of_name = match tables.pronouns.of.at(tokens, next) {
            Some(((), behind))
                if tables.pronouns.articles.contains(tokens.folded(behind)) && !tokens.is_capitalised(behind) =>
            {
                behind + 1
            }
            Some(((), behind)) => behind,
            // "le laboratoire FAIR": the noun tells what FAIR is, and is no part of its name.
            None => at,
        };
        if start_of_name > at
            && capital(start_of_name)
            && !tables.names.demonyms.contains_key(tokens.folded(start_of_name))
        {
            let end = end_of_name(tokens, start_of_name, tables, &free);
            let mut mention = compound(tokens, at..end, tables, at);
            // "musée du Sel de Vaubrun": where it stands belongs to the words, not to the name.
            if let Some(((), behind)) = tables.pronouns.of.at(tokens, end)
                && capital(behind)
            {
                mention.tokens.end = end_of_name(tokens, behind, tables, &free);
            }
            return Some(mention);
        }
    }
    if tables.names.capitalised_dates && capital(at) && !starts_sentence(tokens, at) {
        let end = end_of_name(tokens, at, tables, &free);
        let road = usize::from(tokens.is(end + 1, TokenKind::Word) && is_head(end + 1) && !tokens.is_capitalised(end));
        let head = end + road;
        if is_head(head)
            && !tokens.is_capitalised(head)
            && (road == 0 || !tables.function_words.contains(tokens.folded(end)))
        {
            return Some(compound(tokens, at..head + 1, tables, head));
        }
    }
    None
}

fn compound(tokens: &Tokens<'_>, range: Range<usize>, tables: &Tables, head: usize) -> NameMention {
    let kind = if tables.names.organization_nouns.contains(tokens.folded(head)) {
        EntityKind::Organization
    } else if tables.names.place_nouns.contains(tokens.folded(head)) {
        EntityKind::Place
    } else {
        EntityKind::Work
    };
    NameMention {
        before_verb: is_verb(tokens, range.end, tables),
        with_article: is_article(tokens, range.start, tables),
        name: joined(tokens, range.clone()),
        tokens: range,
        kind,
        doubtful: false,
    }
}

fn begins_name(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> bool {
    if !tokens.is(at, TokenKind::Word) || !tokens.is_capitalised(at) {
        return false;
    }
    let folded = tokens.folded(at);
    // "Romanian-born" is an adjective.
    let tail = tokens.text(at).split_once('-').map_or("", |(_, tail)| tail);
    let lower = !tail.is_empty() && tail.chars().all(char::is_lowercase);
    if lower
        && (tables.grammar.is_participle(tail) || starts_sentence(tokens, at) && tables.grammar.adjectives_stand_first)
    {
        return false;
    }
    let starter = starts_sentence(tokens, at) && tables.names.sentence_starters.contains(folded);
    if folded.ends_with('\'') || (starter && !tokens.is_capitalised(at + 1)) {
        return false;
    }
    // "Handbook/process/guide.rst" is a path.
    let path = |sign: usize, beside: usize| {
        tokens.text(sign) == "/" && tokens.text(beside).starts_with(|c: char| c.is_lowercase() || c == '.')
    };
    if path(at + 1, at + 2) || at > 1 && path(at - 1, at - 2) {
        return false;
    }
    let calendar = tables.dates.months.contains_key(folded) || tables.dates.weekdays.contains_key(folded);
    !(tables.names.capitalised_dates && calendar)
}

/// The token behind the last one of the name that begins at `at`.
fn end_of_name(tokens: &Tokens<'_>, at: usize, tables: &Tables, free: &impl Fn(usize) -> bool) -> usize {
    let capital = |i: usize| {
        tokens.is(i, TokenKind::Word) && tokens.is_capitalised(i) && !tokens.folded(i).ends_with('\'') && free(i)
    };
    let head = tokens.folded(at);
    let is_institution = |at: usize| {
        let word = tokens.folded(at);
        tables.organization_or_work(word)
            || tables.names.place_nouns.contains(word)
            || !Institutions::get().in_english(word).is_empty()
    };
    // "The University of Brenval": the article at the head of a sentence has a capital too.
    let noun = at + usize::from(tables.pronouns.articles.contains(head));
    let heads_institution = is_institution(noun);
    let first_name = tables.grammar.is_first_name(head);
    let mut end = at + 1;
    loop {
        // "J." and "St." keep their dot.
        if tokens.text(end) == "."
            && tokens.is_glued(end - 1)
            && tokens.text(end - 1).chars().count() == 1
            && capital(end + 1)
        {
            end += 1;
            continue;
        }
        // "J.-P. Morin".
        if tokens.text(end) == "."
            && tokens.is_glued(end - 1)
            && tokens.text(end - 1).chars().count() == 1
            && tokens.text(end + 1) == "-"
            && tokens.is_glued(end)
            && capital(end + 2)
        {
            end += 3;
            continue;
        }
        if capital(end) {
            if tables.names.capitalised_dates && tables.dates.weekdays.contains_key(tokens.folded(end)) {
                break;
            }
            end += 1;
            continue;
        }
        let word = tokens.folded(end);
        // "Kerloc'h".
        if tokens.text(end) == "'"
            && tokens.is_glued(end - 1)
            && tokens.is_glued(end)
            && tokens.is(end + 1, TokenKind::Word)
            && tokens.text(end + 1).len() <= 2
            && !matches!(tokens.folded(end + 1), "s" | "t" | "d" | "m" | "re" | "ve" | "ll")
        {
            end += 2;
            continue;
        }
        // "St Cyra's Church", "Quarrymen's Union": what belongs to a name is one where a noun says so.
        if word == "'s" {
            let owned = end + 1;
            let last = (owned..owned + 4).take_while(|at| capital(*at)).last();
            let known = last.is_some_and(|last| {
                let noun = singular(tokens.text(last));
                tables.is_common_noun(tokens.folded(last))
                    || tables.is_common_noun(&noun)
                    || tables.heads.contains(&noun)
            });
            if let Some(last) = last.filter(|_| known) {
                end = last + 1;
                continue;
            }
            // "Gribble's has …".
            if tables.grammar.is_auxiliary(tokens.text(owned)) && !is_elided_verb(tokens, owned) {
                end += 1;
                continue;
            }
        }
        // "O'Neill", "L'Oréal" inside a name.
        if tokens.text(end) == "'" && tokens.is_glued(end - 1) && tokens.is_glued(end) && capital(end + 1) {
            end += 2;
            continue;
        }
        // "Pinehallow, Inc.".
        if tokens.text(end) == "," && capital(end + 1) && tables.names.legal_suffixes.contains(tokens.folded(end + 1)) {
            end += 2;
            continue;
        }
        if tokens.text(end) == "&" && capital(end + 1) {
            end += 2;
            continue;
        }
        let next = end + 1;
        let second = next + 1;
        let particle = tables.names.particles.contains(word)
            || tables.pronouns.articles.contains(word)
            || tables.pronouns.of.contains(word);
        // "Ostrava Institute of Technology", but "Slate Museum" of Pennorth.
        let of_noun = particle
            && is_institution(end - 1)
            && (is_institution(end + 1) || tables.grammar.generic_suffixes.contains(tokens.folded(end + 1)));
        // "les Biscuits du Trégorrois": in French a common noun has a capital only in a name.
        let articled_noun = end == noun + 1
            && (noun > at || is_behind_article(tokens, at, tables))
            && is_articled_noun(tokens, noun, tables);
        let institution = heads_institution || of_noun || articled_noun;
        if particle && tokens.is(end, TokenKind::Word) {
            let of = tables.pronouns.of.at(tokens, end).is_some() || tables.pronouns.articles.contains(word);
            let joins = if of {
                institution || (first_name && end == at + 1)
            } else {
                true
            };
            if joins && capital(next) {
                end = next + 1;
                continue;
            }
            if joins
                && (tables.pronouns.articles.contains(tokens.folded(next))
                    || tables.names.particles.contains(tokens.folded(next)))
                && capital(second)
            {
                end = second + 1;
                continue;
            }
            // "le Centre d'études du littoral": nothing but lower-case words.
            let articled = at
                .checked_sub(1)
                .is_some_and(|before| tables.pronouns.definite.contains(tokens.folded(before)));
            if institution && of && articled {
                let mut last = end;
                let mut complements = 0;
                while let Some(((), behind)) = tables.pronouns.of.at(tokens, last)
                    && complements < 2
                    && tokens.is(behind, TokenKind::Word)
                    && free(behind)
                    && !tables.function_words.contains(tokens.folded(behind))
                {
                    last = behind + 1;
                    complements += 1;
                }
                if complements == 2 || complements == 1 && tokens.text(last) == "(" {
                    end = last;
                    continue;
                }
            }
            // "Institut de cancérologie des Landes": lower-case words inside an institution's name.
            if institution && of && tokens.is(next, TokenKind::Word) && free(next) {
                let more = tables.pronouns.of.at(tokens, second).map(|((), behind)| behind);
                if let Some(behind) = more.filter(|behind| capital(*behind)) {
                    end = behind + 1;
                    continue;
                }
            }
        }
        // "Musée national d'Alésia", "Department of Public Works".
        if institution && end == at + 1 && tokens.is(end, TokenKind::Word) && free(end) {
            let behind = tables.pronouns.of.at(tokens, end + 1).map(|((), behind)| behind);
            if let Some(behind) = behind.filter(|behind| capital(*behind))
                && tables.pronouns.of.at(tokens, end).is_none()
                && !tables.function_words.contains(word)
            {
                end = behind + 1;
                continue;
            }
        }
        break;
    }
    // Digits that belong to the name: "Lot 2", "Ligne 4" stay apart from each other.
    let numbered = end == at + 1 && (tables.is_common_noun(head) || tables.heads.contains(head));
    if tokens.is(end, TokenKind::Digits)
        && tokens.text(end).len() <= 2
        && (free(end) || numbered)
        && !tokens.is_glued(end - 1)
        && !tokens.is_glued(end) | is_end(tokens, end + 1)
    {
        end += 1;
        // "Release 15.10".
        while tokens.text(end) == "."
            && tokens.is_glued(end - 1)
            && tokens.is_glued(end)
            && tokens.is(end + 1, TokenKind::Digits)
        {
            end += 2;
        }
    }
    end
}

/// "Threadback, a recycler with …": a word at the head of a sentence that an apposition explains.
fn is_apposed(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> bool {
    let word = tokens.folded(at);
    tokens.text(at + 1) == ","
        && tables.grammar.indefinite.contains(tokens.folded(at + 2))
        && !tables.function_words.contains(word)
        && !tables.grammar.is_adverb(word)
        && !tables.names.sentence_starters.contains(word)
        && !tables.prepositions.contains(word)
        && !tables.is_common_noun(word)
}

fn is_behind_article(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> bool {
    at.checked_sub(1).is_some_and(|before| {
        let word = tokens.folded(before);
        tables.pronouns.definite.contains(word) || tables.grammar.plural_articles.contains(word)
    })
}

/// Whether a capitalised word behind an article is a noun that begins a name with what completes it.
fn is_articled_noun(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> bool {
    let word = tokens.folded(at);
    tables.grammar.nouns_have_gender
        && word.len() > 3
        && tokens.is_capitalised(at)
        && !is_acronym(tokens.text(at))
        && !tables.wide_places.contains(word)
        && !tables.names.demonyms.contains_key(word)
        && !tables.grammar.is_first_name(word)
}

/// Whether a sign that ends a clause, or nothing, stands at the token.
fn is_end(tokens: &Tokens<'_>, at: usize) -> bool {
    matches!(tokens.text(at), "" | "." | "," | ";" | ":" | "!" | "?" | ")")
}

/// Whether the token at the head of a longer sequence is no part of the name.
fn leads(tokens: &Tokens<'_>, at: usize, initial: bool, tables: &Tables) -> bool {
    let word = tokens.folded(at);
    let starter = initial && (tables.names.sentence_starters.contains(word) || tables.function_words.contains(word));
    starter
        || tables.names.demonyms.contains_key(word)
        || tables.names.person_titles.contains(word.trim_end_matches('.'))
        || tables.names.person_roles.contains(word)
        || tokens.text(at) == "."
}

/// A lone capitalised word that is no name: a title, a demonym, an office.
fn leads_alone(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> bool {
    let word = tokens.folded(at);
    tables.names.demonyms.contains_key(word)
        || tables.names.person_titles.contains(word)
        || tables.names.person_roles.contains(word)
        || tables.names.sentence_starters.contains(word) && !is_acronym(tokens.text(at))
        || tables.keys.totals.contains(word)
        || (word.chars().count() == 1)
        || tokens.text(at) == "."
}

fn is_verb(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> bool {
    // "Orvane (340 salariés)", "Orvane's plant".
    if tokens.text(at) == "(" {
        return tokens.is(at + 1, TokenKind::Digits) || tokens.is_capitalised(at + 1);
    }
    if tokens.folded(at) == "'s" && tokens.is_glued(at.saturating_sub(1)) {
        return true;
    }
    // "Orvane, fondée en 1998, …", "Vaubrun, 5 200 habitants, …": an apposition proves as much.
    if tokens.text(at) == "," {
        let before = at.checked_sub(1).map_or("", |before| tokens.folded(before));
        if tables.grammar.is_adverb(before) {
            return false;
        }
        let next = tokens.folded(at + 1);
        let participle = tables
            .participle_endings
            .iter()
            .any(|ending| next.len() > 4 && next.ends_with(ending.as_str()));
        return tokens.is(at + 1, TokenKind::Digits) || participle || tables.pronouns.relatives.contains(next);
    }
    let word = tokens.text(at);
    if !tokens.is(at, TokenKind::Word) || tokens.is_capitalised(at) {
        return false;
    }
    let clitic = tables.grammar.clitics.contains(tokens.folded(at)) && tables.grammar.is_finite(tokens.text(at + 1));
    // "Brévigny compte 18 400 habitants": what may be a noun is a verb before a figure or an article.
    let governs = || {
        tokens.is(at + 1, TokenKind::Digits)
            || tables.pronouns.articles.contains(tokens.folded(at + 1))
            || tables.numbers.words.contains(tokens.folded(at + 1))
    };
    clitic || (tables.grammar.is_finite(word) && (!tables.grammar.is_ambiguous(word) || governs()))
}

/// Whether a verb is written together with the word before it ("'s", "'ll").
fn is_elided_verb(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.text(at).starts_with('\'')
}

/// Whether a definite article stands right before token `at`.
pub(super) fn is_article(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> bool {
    at.checked_sub(1).is_some_and(|before| {
        let word = tokens.folded(before);
        tables.pronouns.definite.contains(word) && tables.pronouns.articles.contains(word)
    })
}

fn is_grammatical(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> bool {
    let word = tokens.folded(at);
    tables.pronouns.articles.contains(word)
        || tables.function_words.contains(word)
        || tables.pronouns.possessives.contains(word)
        || tables.pronouns.subjects.at(tokens, at).is_some()
        || tables.numbers.words.contains(word)
}

fn starts_sentence(tokens: &Tokens<'_>, at: usize) -> bool {
    (0..at).all(|i| tokens.is(i, TokenKind::Sign))
        || (at > 0 && matches!(tokens.text(at - 1), "«" | "\"" | ":" | "—" | "-" | "|"))
}

pub(super) fn is_acronym(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    letters.clone().count() >= 2 && letters.clone().all(char::is_uppercase)
}

pub(super) fn joined(tokens: &Tokens<'_>, range: Range<usize>) -> String {
    let mut name = String::new();
    for i in range.clone() {
        if i > range.start && !tokens.is_glued(i - 1) {
            name.push(' ');
        }
        name.push_str(tokens.text(i));
    }
    name
}
