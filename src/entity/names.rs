//! Names in a sentence: capitalised sequences, with what around them tells their kind.

use std::ops::Range;

use super::EntityKind;
use crate::language::{Tables, TokenKind, Tokens};

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

/// The names of a sentence. `values` are the tokens of its values, which are no names.
pub fn names_in(tokens: &Tokens<'_>, values: &[Range<usize>], tables: &Tables) -> Vec<NameMention> {
    let mut names: Vec<NameMention> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if let Some(value) = values.iter().find(|value| value.contains(&at)) {
            at = value.end;
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
    names
}

fn name_at(tokens: &Tokens<'_>, at: usize, values: &[Range<usize>], tables: &Tables) -> Option<NameMention> {
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
        if initial || tables.organization_or_work(tokens.folded(at + 1)) {
            start = at + 1;
        }
    } else if end == at + 1 && is_grammatical(tokens, at, tables) {
        return None;
    }
    // "Selon Nabla", "Le Nantais Ewen Tristani": what leads is no part of the name.
    while start + 1 < end && leads(tokens, start, initial && start == at, tables) {
        start += 1;
    }
    if end == start + 1 && leads_alone(tokens, start, tables) {
        return None;
    }
    let kind = if is_dateline(tokens, start..end) {
        EntityKind::Place
    } else {
        kind_of(tokens, start..end, tables)
    };
    let doubtful =
        initial && start == at && end == start + 1 && kind == EntityKind::Unknown && !is_acronym(tokens.text(start));
    if doubtful && tables.is_common_noun(tokens.folded(start)) {
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
    if is_head(at) {
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
    let starter = starts_sentence(tokens, at) && tables.names.sentence_starters.contains(folded);
    if folded.ends_with('\'') || (starter && !tokens.is_capitalised(at + 1)) {
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
    let institution = tables.organization_or_work(head) || tables.names.place_nouns.contains(head);
    let first_name = tables.names.first_names.contains(first_part(head));
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
        if capital(end) {
            if tables.names.capitalised_dates && tables.dates.weekdays.contains_key(tokens.folded(end)) {
                break;
            }
            end += 1;
            continue;
        }
        let word = tokens.folded(end);
        // "O'Neill", "L'Oréal" inside a name.
        if tokens.text(end) == "'" && tokens.is_glued(end - 1) && tokens.is_glued(end) && capital(end + 1) {
            end += 2;
            continue;
        }
        if tokens.text(end) == "&" && capital(end + 1) {
            end += 2;
            continue;
        }
        let next = end + 1;
        let second = next + 1;
        let particle = tables.names.particles.contains(word) || tables.pronouns.articles.contains(word);
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
    if tokens.is(end, TokenKind::Digits)
        && tokens.text(end).len() <= 2
        && free(end)
        && !tokens.is_glued(end - 1)
        && !tokens.is_glued(end) | is_end(tokens, end + 1)
    {
        end += 1;
    }
    end
}

/// Whether a sign that ends a clause, or nothing, stands at the token.
fn is_end(tokens: &Tokens<'_>, at: usize) -> bool {
    matches!(tokens.text(at), "" | "." | "," | ";" | ":" | "!" | "?" | ")")
}

fn first_part(word: &str) -> &str {
    word.split('-').next().unwrap_or(word)
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
        || (word.chars().count() == 1)
        || tokens.text(at) == "."
}

fn is_verb(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> bool {
    // "Orvane, fondée en 1998, …", "Vaubrun, 5 200 habitants, …": an apposition proves as much.
    if tokens.text(at) == "," {
        let next = tokens.folded(at + 1);
        let participle = tables
            .participle_endings
            .iter()
            .any(|ending| next.len() > 4 && next.ends_with(ending.as_str()));
        return tokens.is(at + 1, TokenKind::Digits) || participle || tables.pronouns.relatives.contains(next);
    }
    tables.verbs.contains(tokens.folded(at)) || tables.verb_stems.contains(&tables.language.stem(tokens.text(at)))
}

/// Whether a definite article stands right before token `at`.
fn is_article(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> bool {
    at.checked_sub(1).is_some_and(|before| {
        let word = tokens.folded(before);
        tables.pronouns.definite.contains(word) && tables.pronouns.articles.contains(word)
    })
}

/// "SEATTLE, Jan. 5 —", "LILLE —": the place from which an article is written.
fn is_dateline(tokens: &Tokens<'_>, range: Range<usize>) -> bool {
    let capitals = range.clone().all(|at| is_acronym(tokens.text(at)));
    let dashed = (range.end..(range.end + 8).min(tokens.len())).any(|at| matches!(tokens.text(at), "—" | "–" | "-"));
    range.start == 0
        && capitals
        && tokens.text(0).len() > 3
        && dashed
        && matches!(tokens.text(range.end), "," | "—" | "–" | "-" | "(")
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

fn is_acronym(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    letters.clone().count() >= 2 && letters.clone().all(char::is_uppercase)
}

fn joined(tokens: &Tokens<'_>, range: Range<usize>) -> String {
    let mut name = String::new();
    for i in range.clone() {
        if i > range.start && !tokens.is_glued(i - 1) {
            name.push(' ');
        }
        name.push_str(tokens.text(i));
    }
    name
}

fn kind_of(tokens: &Tokens<'_>, range: Range<usize>, tables: &Tables) -> EntityKind {
    let names = &tables.names;
    let inside = || range.clone().map(|i| tokens.folded(i));
    let last = tokens.folded(range.end - 1);
    let first = tokens.folded(range.start);
    if range.len() > 1
        && (names.legal_suffixes.contains(last) || inside().any(|word| names.organization_nouns.contains(word)))
    {
        return EntityKind::Organization;
    }
    let work = names.work_nouns.contains(first) || names.work_nouns.contains(last) || tables.heads.contains(last);
    if range.len() > 1 && work {
        return EntityKind::Work;
    }
    if range.len() > 1 && names.first_names.contains(first_part(first)) {
        return EntityKind::Person;
    }
    if let Some(kind) = kind_from_before(tokens, range.start, tables) {
        return kind;
    }
    if let Some(kind) = kind_from_behind(tokens, range.end, tables) {
        return kind;
    }

    if range.len() == 1 && is_acronym(tokens.text(range.start)) {
        return EntityKind::Organization;
    }
    if range.len() == 1 && names.place_nouns.contains(first) {
        return EntityKind::Place;
    }
    EntityKind::Unknown
}

fn kind_from_before(tokens: &Tokens<'_>, start: usize, tables: &Tables) -> Option<EntityKind> {
    let names = &tables.names;
    let before = |back: usize| start.checked_sub(back).map_or("", |i| tokens.folded(i));
    let noun = |word: &str| {
        if names.person_titles.contains(word) || names.person_roles.contains(word) {
            Some(EntityKind::Person)
        } else if names.organization_nouns.contains(word) {
            Some(EntityKind::Organization)
        } else if names.place_nouns.contains(word) {
            Some(EntityKind::Place)
        } else if names.work_nouns.contains(word) {
            Some(EntityKind::Work)
        } else {
            None
        }
    };
    let one = before(1);
    if one == "." {
        return names.person_titles.contains(before(2)).then_some(EntityKind::Person);
    }
    if let Some(kind) = noun(one) {
        return Some(kind);
    }
    let demonym = names.demonyms.contains_key(one);
    if demonym && let Some(kind) = noun(before(2)) {
        return Some(kind);
    }
    if demonym && tokens.is_capitalised(start.saturating_sub(1)) && !tables.names.capitalised_dates {
        return Some(EntityKind::Person);
    }
    // "la ville de X", "the town of X".
    let (of, head) = match tables.pronouns.of.before(tokens, start) {
        Some(((), first)) => (true, first),
        None => (false, start),
    };
    if of && let Some(head) = head.checked_sub(1) {
        let word = tokens.folded(head);
        if names.place_nouns.contains(word) {
            return Some(EntityKind::Place);
        }
        if names.organization_nouns.contains(word) {
            return Some(EntityKind::Organization);
        }
    }
    if names.place_prepositions.contains(one) && tables.pronouns.of.before(tokens, start).is_none() {
        return Some(EntityKind::Place);
    }
    if tables.pronouns.at.before(tokens, start).is_some() {
        return Some(EntityKind::Organization);
    }
    None
}

fn kind_from_behind(tokens: &Tokens<'_>, end: usize, tables: &Tables) -> Option<EntityKind> {
    let names = &tables.names;
    if tokens.text(end) == "," {
        let mut next = end + 1;
        while tables.pronouns.articles.contains(tokens.folded(next)) || tables.modality.past.at(tokens, next).is_some()
        {
            next += 1;
        }
        if names.person_roles.contains(tokens.folded(next)) {
            return Some(EntityKind::Person);
        }
        let digits = tokens.is(next, TokenKind::Digits) && tokens.text(next).len() <= 2;
        let years = tables.durations.units.get(tokens.folded(next + 1)) == Some(&crate::language::TimeUnit::Year);
        let bare = matches!(tokens.text(next + 1), "," | ".");
        if digits && (years || (bare && names.capitalised_dates)) {
            return Some(EntityKind::Person);
        }
        if names.organization_nouns.contains(tokens.folded(next)) {
            return Some(EntityKind::Organization);
        }
    }
    None
}
