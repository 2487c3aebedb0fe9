//! Words of a sentence that may stand for somebody: names, descriptions, pronouns, possessives.

use std::ops::Range;

use super::{EntityKind, NameMention};
use crate::language::{Gender, Tables, TokenKind, Tokens};

/// How a mention points at its entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// By a name.
    Name,
    /// By a description ("l'entreprise", "the lender").
    Description,
    /// By a pronoun.
    Pronoun,
    /// By a possessive ("son", "its").
    Possessive,
}

/// Words that may stand for an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Its tokens, with the article and the noun before a name.
    pub tokens: Range<usize>,
    /// How it points.
    pub form: Form,
    /// What its words tell of what it is.
    pub kind: EntityKind,
    /// The gender that its words tell.
    pub gender: Option<Gender>,
    /// Whether it stands for several.
    pub is_plural: bool,
    /// The noun of a description, or beside a name, folded ("éditeur").
    pub noun: Option<String>,
    /// The name's place among those of the sentence.
    pub name: Option<usize>,
    /// Whether no word before it makes it a complement ("le patron de X", "chez X").
    pub is_free: bool,
    /// Whether it has a complement of its own ("le patron de X"), which a name before it may not have.
    pub has_complement: bool,
}

/// The mentions of a sentence, in its order. `names` are those that stand for somebody, each with
/// its place among all names of the sentence.
pub fn mentions_in(
    tokens: &Tokens<'_>,
    names: &[(usize, NameMention)],
    values: &[Range<usize>],
    tables: &Tables,
) -> Vec<Mention> {
    let mut mentions: Vec<Mention> = names
        .iter()
        .map(|(number, name)| named(tokens, *number, name, tables))
        .collect();
    let places: Vec<Range<usize>> = names
        .iter()
        .filter(|(_, name)| name.kind == EntityKind::Place)
        .map(|(_, name)| name.tokens.clone())
        .collect();
    // Where a name begins, words before it are part of the mention of that name.
    let named_in = |words: Range<usize>| {
        names.iter().any(|(_, name)| {
            let title =
                words.end == name.tokens.start && tables.pronouns.articles.contains(tokens.folded(words.end - 1));
            words.contains(&name.tokens.start) || name.tokens.contains(&words.start) || title
        })
    };
    let mut at = 0;
    while at < tokens.len() {
        let taken = mentions.iter().find(|mention| mention.tokens.contains(&at));
        if let Some(end) = taken.map(|mention| mention.tokens.end) {
            at = end;
            continue;
        }
        if values.iter().any(|value| value.contains(&at)) || !tokens.is(at, TokenKind::Word) {
            at += 1;
            continue;
        }
        if let Some((_, end)) = tables.grammar.impersonal.at(tokens, at) {
            at = end;
            continue;
        }
        if let Some(mention) = described(tokens, at, &named_in, &places, tables) {
            // "The Brackwell Tools chairman": the house of the office stays a name.
            let house = mention.kind == EntityKind::Person
                && mentions.iter().any(|other| {
                    mention.tokens.start <= other.tokens.start
                        && other.tokens.end < mention.tokens.end
                        && matches!(other.kind, EntityKind::Organization | EntityKind::Unknown)
                        && other.tokens.len() > 1
                });
            if house {
                at += 1;
                continue;
            }
            at = mention.tokens.end;
            // "The Bristol brewer": the name inside tells only where.
            mentions
                .retain(|other| other.tokens.end <= mention.tokens.start || mention.tokens.end <= other.tokens.start);
            mentions.push(mention);
            continue;
        }
        if let Some(mention) = possessive(tokens, at, tables).or_else(|| pronoun(tokens, at, tables)) {
            at = mention.tokens.end;
            mentions.push(mention);
            continue;
        }
        at += 1;
    }
    mentions.sort_by_key(|mention| mention.tokens.start);
    for mention in &mut mentions {
        mention.is_free = !is_complement(tokens, mention, tables) && !is_modifier(tokens, mention, tables);
    }
    // "par les jumelles X et Y": what is joined to a complement is one too.
    for number in 1..mentions.len() {
        let (before, own) = (&mentions[number - 1], &mentions[number]);
        let joined = own.tokens.start == before.tokens.end + 1
            && tables.grammar.coordinators.contains(tokens.folded(before.tokens.end));
        if joined && own.form == Form::Name && before.form == Form::Name && !before.is_free {
            mentions[number].is_free = false;
        }
    }
    mentions
}

fn named(tokens: &Tokens<'_>, number: usize, name: &NameMention, tables: &Tables) -> Mention {
    let (start, noun) = with_noun(tokens, name, tables);
    let described = noun.as_ref().and_then(|noun| tables.descriptions.get(noun));
    let titled = start.checked_sub(1).map_or("", |before| tokens.folded(before));
    // "le notaire Pradinot", "la commissaire Kellerin": the article tells.
    let article = noun
        .as_ref()
        .filter(|_| name.kind == EntityKind::Person)
        .and_then(|_| tables.grammar.article_genders.get(tokens.folded(start)).copied());
    let gender = article.or(described.map(|found| found.gender)).or_else(|| {
        let first = tokens.folded(name.tokens.start);
        let title = name
            .tokens
            .start
            .checked_sub(1)
            .map_or("", |before| match tokens.text(before) {
                "." => before.checked_sub(1).map_or("", |before| tokens.folded(before)),
                _ => tokens.folded(before),
            });
        tables
            .grammar
            .title_genders
            .get(title)
            .copied()
            .or_else(|| match name.kind {
                EntityKind::Person | EntityKind::Unknown if name.tokens.len() > 1 => tables.grammar.gender_of(first),
                EntityKind::Person => tables.grammar.gender_of(first),
                _ => tables.grammar.article_genders.get(titled).copied(),
            })
    });
    Mention {
        tokens: start..name.tokens.end,
        form: Form::Name,
        kind: name.kind,
        gender,
        is_plural: tables.grammar.plural_articles.contains(titled),
        noun,
        name: Some(number),
        is_free: true,
        has_complement: false,
    }
}

/// "le laboratoire X", "the brewer X", "le maire Paul Anselme": the first token of the noun and
/// its article, which belong to the mention, and the noun.
fn with_noun(tokens: &Tokens<'_>, name: &NameMention, tables: &Tables) -> (usize, Option<String>) {
    let alone = (name.tokens.start, None);
    // "la commune de X", "the city of X" is X.
    if let Some(((), of)) = tables.pronouns.of.before(tokens, name.tokens.start)
        && of > 0
        && tables.names.place_nouns.contains(tokens.folded(of - 1))
        && matches!(name.kind, EntityKind::Place | EntityKind::Unknown)
    {
        let noun = of - 1;
        let articled = noun > 0 && tables.pronouns.definite.contains(tokens.folded(noun - 1));
        return (noun - usize::from(articled), Some(tokens.folded(noun).to_owned()));
    }
    if name.kind == EntityKind::Place {
        return alone;
    }
    let person = name.kind == EntityKind::Person;
    let lower = |at: usize| tokens.is(at, TokenKind::Word) && !tokens.is_capitalised(at);
    let mut start = name.tokens.start;
    if start > 0 && lower(start - 1) && tables.names.demonyms.contains_key(tokens.folded(start - 1)) {
        start -= 1;
    }
    let noun = |at: usize| {
        let word = tokens.folded(at);
        let fits = if person {
            tables.names.person_roles.contains(word) || tables.names.person_titles.contains(word)
        } else {
            tables.organization_or_work(word) || tables.descriptions.contains_key(word)
        };
        lower(at) && fits
    };
    if start == 0 || !noun(start - 1) {
        return alone;
    }
    start -= 1;
    let word = tokens.folded(start).to_owned();
    // "l'ancien ministre X", "the former minister X".
    if start > 0 && lower(start - 1) && tables.modality.past.before(tokens, start).is_some() {
        start -= 1;
    }
    let article = |at: usize| {
        let word = tokens.folded(at);
        tables.pronouns.definite.contains(word) || tables.grammar.indefinite.contains(word)
    };
    if start > 0 && article(start - 1) {
        start -= 1;
    }
    (start, Some(word))
}

/// A definite description, which refers back where it has no complement and stands before no name.
fn described(
    tokens: &Tokens<'_>,
    at: usize,
    named_in: &impl Fn(Range<usize>) -> bool,
    places: &[Range<usize>],
    tables: &Tables,
) -> Option<Mention> {
    let (kind, gender, noun, end) = description_at(tokens, at, tables)?;
    let noun_at = end - noun.split(' ').count();
    // A property is no entity of its own ("le prix"), nor is who is told by a relation ("le fils").
    let property = kind == EntityKind::Work && tables.grammar.attributes.contains(&noun);
    if named_in(noun_at..end + 1) || property || tables.grammar.relational.contains(&noun) {
        return None;
    }
    // "l'éditeur lyonnais", "la jeune pousse parisienne": adjectives behind the noun.
    let mut behind = end;
    while tables.names.demonyms.contains_key(tokens.folded(behind)) && !tokens.is_capitalised(behind) {
        behind += 1;
    }
    // "la maison de Lille": where it stands tells which.
    let complement = tables.pronouns.of.at(tokens, behind).map(|((), next)| next);
    let place = complement.and_then(|next| places.iter().find(|place| place.start == next));
    if let Some(place) = place {
        behind = place.end;
    }
    Some(Mention {
        tokens: at..behind,
        form: Form::Description,
        kind,
        gender: Some(gender).filter(|_| tables.grammar.nouns_have_gender),
        is_plural: false,
        noun: Some(noun),
        name: None,
        is_free: true,
        has_complement: complement.is_some() && place.is_none(),
    })
}

/// The kind and gender of the description that begins at token `at` ("l'entreprise lyonnaise"),
/// its noun, and the token behind it.
fn description_at(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> Option<(EntityKind, Gender, String, usize)> {
    if !tables.pronouns.definite.contains(tokens.folded(at)) {
        return None;
    }
    for noun in at + 1..=at + 4 {
        if !tokens.is(noun, TokenKind::Word) {
            return None;
        }
        // "The Kenyan carrier", "the family-controlled French group": English adjectives stand before.
        if tokens.is_capitalised(noun) {
            if tables.grammar.adjectives_stand_first && !tables.names.person_titles.contains(tokens.folded(noun)) {
                continue;
            }
            return None;
        }
        let two_words = format!("{} {}", tokens.folded(noun), tokens.folded(noun + 1));
        let one_word = tokens.folded(noun);
        for (words, end) in [(two_words.as_str(), noun + 2), (one_word, noun + 1)] {
            if let Some(found) = tables.descriptions.get(words) {
                // "The Mill Lane solar farm" has a name of its own, unlike "the Bristol brewer".
                let named = (at + 1..noun).any(|between| tokens.is_capitalised(between));
                if named && EntityKind::from_name(found.kind) == Some(EntityKind::Work) {
                    return None;
                }
                return Some((EntityKind::from_name(found.kind)?, found.gender, words.to_owned(), end));
            }
        }
        // Only adjectives may stand between.
        let verb = tables.grammar.is_finite(tokens.text(noun)) && !tables.grammar.is_ambiguous(tokens.text(noun));
        let small = tables.function_words.contains(one_word) && !tables.modality.past.contains(one_word);
        if verb || small || tables.is_common_noun(one_word) || tables.grammar.attributes.contains(one_word) {
            return None;
        }
    }
    None
}

fn possessive(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> Option<Mention> {
    let word = tokens.folded(at);
    if !tables.pronouns.possessives.contains(word) {
        return None;
    }
    // "leur a vendu": behind a subject it may be a pronoun; "promoted her in 2012" is one too.
    let next = at + 1;
    let noun = tokens.is(next, TokenKind::Word) || tokens.is(next, TokenKind::Digits);
    let verb = tables.grammar.clitics.contains(word)
        && tables.grammar.is_finite(tokens.text(next))
        && !tables.grammar.is_ambiguous(tokens.text(next));
    if !noun || verb {
        return None;
    }
    Some(Mention {
        tokens: at..next,
        form: Form::Possessive,
        kind: kind_of_pronoun(word, tables),
        gender: tables.grammar.possessive_genders.get(word).copied(),
        is_plural: tables.grammar.plural_possessives.contains(word),
        noun: None,
        name: None,
        is_free: false,
        has_complement: false,
    })
}

fn pronoun(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> Option<Mention> {
    let ((gender, plural), end) = tables.pronouns.subjects.at(tokens, at)?;
    Some(Mention {
        tokens: at..end,
        form: Form::Pronoun,
        kind: kind_of_pronoun(tokens.folded(at), tables),
        gender: *gender,
        is_plural: *plural,
        noun: None,
        name: None,
        is_free: true,
        has_complement: false,
    })
}

/// Pronouns of things are said to be those of works: of anything but people.
fn kind_of_pronoun(word: &str, tables: &Tables) -> EntityKind {
    if tables.pronouns.person.contains(word) {
        EntityKind::Person
    } else if tables.pronouns.thing.contains(word) {
        EntityKind::Work
    } else {
        EntityKind::Unknown
    }
}

/// "the Dubai investor", "the Bristol furniture maker": an English name that tells what follows apart.
fn is_modifier(tokens: &Tokens<'_>, mention: &Mention, tables: &Tables) -> bool {
    let end = mention.tokens.end;
    let before = mention
        .tokens
        .start
        .checked_sub(1)
        .map_or("", |before| tokens.folded(before));
    let article = tables.pronouns.articles.contains(before) || tables.pronouns.definite.contains(before);
    let word = tokens.text(end);
    let two_words = format!("{} {}", tokens.folded(end), tokens.folded(end + 1));
    let is_thing = |noun: &str| tables.descriptions.get(noun).is_some_and(|found| found.kind == "thing");
    if is_thing(&two_words) || is_thing(tokens.folded(end)) {
        return false;
    }
    tables.grammar.adjectives_stand_first
        && mention.form == Form::Name
        && article
        && tokens.is(end, TokenKind::Word)
        && !tokens.is_capitalised(end)
        && tables.is_common_noun(tokens.folded(end))
        && (!tables.grammar.is_finite(word) || tables.grammar.is_ambiguous(word))
}

/// Whether a mention is the complement of a word before it ("le patron de X", "à X", "with X").
fn is_complement(tokens: &Tokens<'_>, mention: &Mention, tables: &Tables) -> bool {
    let mut start = mention.tokens.start;
    // "de la société X", "par les jumelles X", "of the company X": look before article and nouns.
    for step in 0..4 {
        let Some(before) = start.checked_sub(1) else {
            return false;
        };
        let word = tokens.folded(before);
        let of = tables.pronouns.of.before(tokens, start).is_some();
        // "a" is a verb, "à" is not.
        let preposition = !tables.grammar.is_auxiliary(tokens.text(before))
            && (tables.names.place_prepositions.contains(word)
                || tables.pronouns.at.before(tokens, start).is_some()
                || tables.pronouns.by.contains(word)
                || tables.prepositions.contains(word));
        if of || preposition {
            return true;
        }
        let text = tokens.text(before);
        let article = tables.pronouns.articles.contains(word) || tables.pronouns.definite.contains(word);
        let noun = tokens.is(before, TokenKind::Word)
            && !tokens.is_capitalised(before)
            && !tables.function_words.contains(word)
            && !tables.grammar.is_adverb(word)
            && (tables.is_common_noun(word)
                || !tables.grammar.is_finite(text)
                    && !tables.grammar.is_participle(text)
                    && !tables.grammar.is_infinitive(text));
        if !(article || noun && step < 3) || mention.form != Form::Name {
            return false;
        }
        start = before;
    }
    false
}
