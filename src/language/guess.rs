//! Which language a text is written in.

use std::collections::HashMap;

use super::Language;
use super::tokens::Tokens;

/// How much of a text is looked at, in bytes.
const SAMPLE: usize = 4_000;

/// Texts of fewer words are short.
const SHORT: usize = 15;

/// What a text seems to be written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Guess {
    /// A language that is read.
    Known(Language),
    /// Another language, by its ISO 639 code.
    Unknown(String),
    /// Too little prose to tell.
    Unclear,
}

/// Counts function words first; a text that has few of any known language is shown to whatlang.
pub fn guess(text: &str) -> Guess {
    let mut end = text.len().min(SAMPLE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let sample = &text[..end];
    let tokens = Tokens::new(sample);
    let mut counts: HashMap<Language, usize> = HashMap::new();
    let mut words = 0usize;
    for index in 0..tokens.len() {
        let word = tokens.folded(index);
        if word.chars().next().is_some_and(char::is_alphabetic) {
            words += 1;
            for language in Language::ALL {
                let tables = language.tables();
                // "à" is no English "a": a word with letters of another language is not of this one.
                let foreign = |c: char| !c.is_ascii() && !tables.letters.contains(&c);
                if tokens.text(index).to_lowercase().chars().any(foreign) {
                    continue;
                }
                // In a short text, verbs and nouns tell too.
                let telling = tokens.len() < SHORT
                    && word.len() > 3
                    && (tables.verbs.contains(word)
                        || tables.is_common_noun(word)
                        || tables.numbers.multipliers.contains_key(word));
                if telling || tables.function_words.contains(word) {
                    *counts.entry(language).or_default() += 1;
                }
            }
        }
    }
    for language in Language::ALL {
        let letters = &language.tables().letters;
        let own = sample
            .chars()
            .filter(|c| letters.contains(&c.to_lowercase().next().unwrap_or(*c)))
            .count();
        *counts.entry(language).or_default() += own.min(words / 3 + 1);
    }
    let best = Language::ALL
        .into_iter()
        .map(|language| (counts.get(&language).copied().unwrap_or_default(), language))
        .max_by_key(|(count, language)| (*count, std::cmp::Reverse(*language)));
    let second = Language::ALL
        .into_iter()
        .filter_map(|language| {
            let other = best.is_some_and(|(_, winner)| winner != language);
            other.then(|| counts.get(&language).copied().unwrap_or_default())
        })
        .max()
        .unwrap_or_default();
    if let Some((count, language)) = best
        && count * 5 >= words
        && count > second * 2
        && count >= 3
    {
        return Guess::Known(language);
    }
    if words < SHORT {
        return match best {
            Some((count, language)) if count > second => Guess::Known(language),
            _ if words == 0 => Guess::Unclear,
            _ => nearest_known(sample),
        };
    }
    match whatlang::detect(sample) {
        Some(info) if info.lang() == whatlang::Lang::Fra => Guess::Known(Language::French),
        Some(info) if info.lang() == whatlang::Lang::Eng => Guess::Known(Language::English),
        Some(info) if info.is_reliable() => Guess::Unknown(iso_639_1(info.lang()).to_owned()),
        _ => match best {
            Some((count, language)) if count > second => Guess::Known(language),
            _ => nearest_known(sample),
        },
    }
}

/// For a text too short to be sure: the known language that it looks most like.
fn nearest_known(sample: &str) -> Guess {
    let known = whatlang::Detector::with_allowlist(vec![whatlang::Lang::Fra, whatlang::Lang::Eng]);
    match known.detect_lang(sample) {
        Some(whatlang::Lang::Fra) => Guess::Known(Language::French),
        Some(_) => Guess::Known(Language::English),
        None => Guess::Unclear,
    }
}

/// Two-letter codes for the languages one meets most; whatlang's own three letters for the rest.
fn iso_639_1(lang: whatlang::Lang) -> &'static str {
    use whatlang::Lang;
    match lang {
        Lang::Deu => "de",
        Lang::Spa => "es",
        Lang::Ita => "it",
        Lang::Por => "pt",
        Lang::Nld => "nl",
        Lang::Pol => "pl",
        Lang::Rus => "ru",
        Lang::Ukr => "uk",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Nob => "nb",
        Lang::Fin => "fi",
        Lang::Ces => "cs",
        Lang::Ron => "ro",
        Lang::Hun => "hu",
        Lang::Tur => "tr",
        Lang::Ell => "el",
        Lang::Ara => "ar",
        Lang::Heb => "he",
        Lang::Jpn => "ja",
        Lang::Cmn => "zh",
        Lang::Kor => "ko",
        Lang::Cat => "ca",
        other => other.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_long_texts_are_told_apart() {
        let table = [
            (
                "La société a levé 3 millions d'euros auprès de deux fonds.",
                Guess::Known(Language::French),
            ),
            (
                "The company raised 3 million dollars from two funds.",
                Guess::Known(Language::English),
            ),
            (
                "Die Gesellschaft hat im vergangenen Jahr drei Millionen Euro von zwei Fonds erhalten und \
                 will damit ihre Fabrik in der Nähe von Leipzig ausbauen, wie sie am Montag mitteilte.",
                Guess::Unknown("de".into()),
            ),
            ("Solvarie a son siège à Grenoble.", Guess::Known(Language::French)),
            ("Acme Corp employs 120 people.", Guess::Known(Language::English)),
            (
                "Velmora a levé 30 millions d'euros en série A.",
                Guess::Known(Language::French),
            ),
            ("42", Guess::Unclear),
        ];
        for (text, expected) in table {
            assert_eq!(guess(text), expected, "{text}");
        }
    }
}
