//! Sections under a heading that is a date: a changelog's release, a day of a chronicle.

use super::{Scope, Sentence};
use crate::language::{Language, TokenKind, Tokens};
use crate::value::{Grain, Period, Value, read};

/// The time of each sentence that stands under a dated heading.
pub(super) fn date_sections(sentences: &mut [Sentence], prose: &str, language: Language) {
    let times: Vec<Option<Period>> = sentences
        .iter()
        .map(|sentence| match sentence.scope {
            Scope::Heading => time_of(&prose[sentence.range.clone()], language),
            _ => None,
        })
        .collect();
    if times.iter().all(Option::is_none) {
        return;
    }
    for index in 0..sentences.len() {
        let mut above = sentences[index].heading;
        while let Some(heading) = above.filter(|heading| *heading < times.len()) {
            if let Some(time) = times[heading] {
                sentences[index].time = Some(time);
                break;
            }
            above = sentences[heading].heading.filter(|next| *next != heading);
        }
    }
}

/// The time of a heading that is a date, alone or beside a version ("1.4.0 - 2024-05-03").
fn time_of(heading: &str, language: Language) -> Option<Period> {
    if !heading.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let tokens = Tokens::new(heading);
    let mentions = read(&tokens, language, None);
    let mut dates = mentions.iter().filter_map(|mention| match &mention.value {
        Value::Date(period) if period.grain <= Grain::Year => Some((mention, *period)),
        _ => None,
    });
    let (mention, period) = dates.next()?;
    if dates.next().is_some() {
        return None;
    }
    let releases = &language.tables().document.releases;
    let alone = (0..tokens.len())
        .filter(|at| !mention.tokens.contains(at) && tokens.is(*at, TokenKind::Word))
        .all(|at| releases.contains(tokens.folded(at)) || tokens.text(at).chars().count() == 1);
    alone.then_some(period)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_that_are_dates() {
        let table = [
            ("1.4.0 - 2024-05-03", Language::English, true),
            ("[2.0.1] – 2024-05-03", Language::English, true),
            ("Version 3 (March 2024)", Language::English, true),
            ("12 mars 2025", Language::French, true),
            ("Mise à jour du 4 avril 2025", Language::French, true),
            ("2024", Language::French, true),
            ("Le tour de France 2024", Language::French, false),
            ("Founded in 1987", Language::English, false),
            ("Orvane", Language::French, false),
        ];
        for (heading, language, expected) in table {
            assert_eq!(time_of(heading, language).is_some(), expected, "{heading}");
        }
    }
}
