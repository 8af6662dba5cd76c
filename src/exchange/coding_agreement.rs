//! Themes beside a person's codes.
//!
//! Takes what was mined and what was coded; gives how far they agree, as a
//! whole, code by code and theme by theme, and says what could not be compared.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde::Serialize;

use super::assignments::{ResponseRow, responses};
use super::coding::{CodedRecord, HumanCoding};
use super::error::Error;
use super::naming::Stems;
use crate::agreement::{Crossed, Kappa, KappaCounts};
use crate::nps::intervals::Confidence;
use crate::study::Analysis;
use crate::themes::ThemeId;

/// How far themes and codes agree.
#[derive(Clone, Debug, Serialize)]
pub struct CodingAgreement {
    /// Responses with a comment and a code.
    pub compared: u64,
    /// Codes among them.
    pub codes: usize,
    /// Themes in the corpus.
    pub themes: usize,
    /// Adjusted mutual information of main codes and main themes.
    pub ami: f64,
    /// Their adjusted Rand index.
    pub ari: f64,
    /// Their V-measure.
    pub v_measure: f64,
    /// What could not be compared.
    pub left_out: LeftOut,
    /// Each code and the theme that is most like it, the commonest code first.
    pub by_code: Vec<CodeMatch>,
    /// Each theme and the code it mostly is; unthemed is one, too.
    pub by_theme: Vec<ThemeMatch>,
    /// How many themes are called by a word of their code's name.
    pub labels: Labels,
    /// Main code by main theme, without empty cells, largest first.
    pub confusion: Vec<CodeThemeOverlap>,
}

/// Records of one side that the other does not have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Coded records without a code, or with none that counts.
    pub without_code: u64,
    /// Coded records that are not in the corpus.
    pub not_in_corpus: u64,
    /// Coded records that have no comment, or are set aside as repeats.
    pub without_comment: u64,
    /// Coded records that are in several files, and the coding does not say which.
    pub ambiguous: u64,
    /// Responses with a comment that the coding does not have.
    pub not_in_coding: u64,
}

/// A code and the theme most like it.
#[derive(Clone, Debug, Serialize)]
pub struct CodeMatch {
    /// The code.
    pub code: String,
    /// Responses with it, as main code or not.
    pub n: u64,
    /// The theme with the highest kappa; empty: unthemed; 0: nothing said.
    pub theme_id: String,
    /// Its name.
    pub theme: String,
    /// Whether a response has the code, against whether it has the theme.
    pub kappa: Option<Kappa>,
    /// Of the responses with the theme, the share with the code.
    pub precision: Option<f64>,
    /// Of the responses with the code, the share with the theme.
    pub recall: Option<f64>,
}

/// A theme and the code it mostly is.
#[derive(Clone, Debug, Serialize)]
pub struct ThemeMatch {
    /// The theme; empty: unthemed; 0: nothing said.
    pub theme_id: String,
    /// Its name.
    pub theme: String,
    /// Responses of which it is the main theme.
    pub n: u64,
    /// Their commonest main code.
    pub code: String,
    /// How many of them have it.
    pub coded: u64,
    /// A word of the code's name that is in the theme's name or terms.
    pub shared_word: Option<String>,
}

/// How many themes are called what people call them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Labels {
    /// Themes whose name or terms hold a word of the name of their code.
    pub named: u64,
    /// Themes that hold a compared response.
    pub of: u64,
}

/// How many responses have both a main code and a main theme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CodeThemeOverlap {
    /// The code.
    pub code: String,
    /// The theme; empty: unthemed; 0: nothing said.
    pub theme_id: String,
    /// Its name.
    pub theme: String,
    /// How many responses.
    pub n: u64,
}

/// A theme, in the order they are listed: themes by number, then what was
/// left without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum ComparedTheme {
    Theme(ThemeId),
    NothingSaid,
    Unthemed,
}

impl ComparedTheme {
    fn new(id: &str) -> Self {
        match (id, id.parse()) {
            (_, Ok(id)) => Self::Theme(id),
            ("", _) => Self::Unthemed,
            _ => Self::NothingSaid,
        }
    }

    fn id(self) -> String {
        match self {
            Self::Theme(id) => id.to_string(),
            Self::NothingSaid => "0".into(),
            Self::Unthemed => String::new(),
        }
    }
}

/// A response that is both mined and coded; codes and themes by position.
struct MinedAndCoded {
    codes: Vec<usize>,
    main_theme: usize,
    themes: Vec<usize>,
}

/// The names that positions stand for.
struct PositionNames {
    codes: Vec<String>,
    sorts: Vec<ComparedTheme>,
    themes: Vec<String>,
}

impl CodingAgreement {
    /// Compares what was mined with what was coded.
    pub fn new(analysis: &Analysis, coding: &HumanCoding) -> Result<Self, Error> {
        let rows = responses(analysis);
        if coding.by_row && !rows.iter().any(|row| row.source == coding.file) {
            return Err(Error::NotFound {
                file: coding.file.clone(),
                what: "record ids",
                option: "--record",
                known: coding.known.clone(),
            });
        }
        let (joined, left_out) = joined(analysis, &rows, coding);
        if joined.is_empty() {
            return Err(nothing_shared(&rows, coding));
        }
        let (both, named) = positioned(&joined);
        let crossed = Crossed::from_pairs(both.iter().map(|one| (one.codes[0], one.main_theme)));
        let by_theme = by_theme(&crossed, &named, analysis);
        Ok(Self {
            compared: crossed.things(),
            codes: named.codes.len(),
            themes: analysis.findings.len(),
            ami: crossed.ami(),
            ari: crossed.ari(),
            v_measure: crossed.v_measure(),
            left_out,
            by_code: by_code(&both, &named),
            labels: labels(&by_theme),
            by_theme,
            confusion: confusion(&crossed, &named),
        })
    }
}

impl CodingAgreement {
    /// Returns the confusion table with a row for each code and a column for
    /// each theme, header first.
    pub fn table(&self) -> Vec<Vec<String>> {
        let column: HashMap<&str, usize> = self
            .by_theme
            .iter()
            .enumerate()
            .map(|(at, theme)| (theme.theme_id.as_str(), at + 1))
            .collect();
        let row: HashMap<&str, usize> = self
            .by_code
            .iter()
            .enumerate()
            .map(|(at, code)| (code.code.as_str(), at + 1))
            .collect();
        let mut table = vec![vec!["0".to_owned(); column.len() + 1]; row.len() + 1];
        table[0] = std::iter::once("code".to_owned())
            .chain(self.by_theme.iter().map(ThemeMatch::title))
            .collect();
        for code in &self.by_code {
            table[row[code.code.as_str()]][0].clone_from(&code.code);
        }
        for overlap in &self.confusion {
            let (row, column) = (
                row[overlap.code.as_str()],
                column[overlap.theme_id.as_str()],
            );
            table[row][column] = overlap.n.to_string();
        }
        table
    }
}

impl ThemeMatch {
    /// Returns the theme's number and name: `4 Price, seat`.
    pub fn title(&self) -> String {
        match self.theme_id.as_str() {
            "" | "0" => self.theme.clone(),
            id => format!("{id} {}", self.theme),
        }
    }
}

/// Finds the response of each coded record.
fn joined<'a>(
    analysis: &Analysis,
    rows: &'a [ResponseRow],
    coding: &'a HumanCoding,
) -> (Vec<(&'a CodedRecord, &'a ResponseRow)>, LeftOut) {
    let mut by_record: HashMap<&str, Vec<usize>> = HashMap::new();
    for (place, row) in rows.iter().enumerate() {
        by_record.entry(&row.record).or_default().push(place);
    }
    let wordless = wordless(analysis);
    let mut left_out = LeftOut::default();
    let mut met: HashSet<usize> = HashSet::new();
    let mut joined = Vec::new();
    for coded in &coding.records {
        let places = by_record.get(coded.record.as_str());
        let found = meant(coded, places.map_or(&[], Vec::as_slice), rows, &coding.file);
        met.extend(&found);
        match found[..] {
            [] if wordless.contains(&coded.record) => left_out.without_comment += 1,
            [] => left_out.not_in_corpus += 1,
            [_] if coded.codes.is_empty() => left_out.without_code += 1,
            [place] => joined.push((coded, &rows[place])),
            _ => left_out.ambiguous += 1,
        }
    }
    left_out.not_in_coding = (rows.len() - met.len()) as u64;
    (joined, left_out)
}

/// Returns which of the responses with its id a coded record may mean: those
/// of the file it names, else of the file of the coding's own name.
fn meant(coded: &CodedRecord, places: &[usize], rows: &[ResponseRow], file: &str) -> Vec<usize> {
    let of = |source: &str| -> Vec<usize> {
        let places = places.iter().copied();
        places.filter(|&at| rows[at].source == source).collect()
    };
    match &coded.source {
        Some(source) => of(source),
        None => Some(of(file))
            .filter(|own| !own.is_empty())
            .unwrap_or_else(|| places.to_vec()),
    }
}

/// Returns the records that are known, but have nothing to compare.
fn wordless(analysis: &Analysis) -> HashSet<String> {
    let corpus = &analysis.corpus;
    let blank = corpus.responses.iter().filter(|answer| !answer.has_words());
    let repeats = corpus.repeats.iter().map(|repeat| repeat.record.clone());
    blank
        .map(crate::feedback::Response::record)
        .chain(repeats)
        .collect()
}

fn nothing_shared(rows: &[ResponseRow], coding: &HumanCoding) -> Error {
    let some = |records: &mut dyn Iterator<Item = &String>| {
        let records: Vec<String> = records.take(3).map(|id| format!("`{id}`")).collect();
        records.join(", ")
    };
    Error::NothingShared {
        file: coding.file.clone(),
        coded: some(&mut coding.records.iter().map(|coded| &coded.record)),
        mined: some(&mut rows.iter().map(|row| &row.record)),
    }
}

/// Gives codes and themes positions: codes by how many have them as main one,
/// themes by number.
fn positioned(joined: &[(&CodedRecord, &ResponseRow)]) -> (Vec<MinedAndCoded>, PositionNames) {
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    let mut themes: BTreeMap<ComparedTheme, &str> = BTreeMap::new();
    for (coded, row) in joined {
        for (place, code) in coded.codes.iter().enumerate() {
            *sizes.entry(code).or_default() += usize::from(place == 0);
        }
        themes.insert(ComparedTheme::new(&row.theme_id), &row.theme);
    }
    let mut codes: Vec<&str> = sizes.keys().copied().collect();
    codes.sort_by_key(|code| (std::cmp::Reverse(sizes[code]), *code));
    let place: HashMap<&str, usize> = codes
        .iter()
        .zip(0..)
        .map(|(&code, at)| (code, at))
        .collect();
    let sorts: Vec<ComparedTheme> = themes.keys().copied().collect();
    let at = |sort: &ComparedTheme| sorts.binary_search(sort).ok();
    let both = joined.iter().map(|(coded, row)| {
        let main = ComparedTheme::new(&row.theme_id);
        let voiced = row.all_themes.split('|').filter_map(|id| id.parse().ok());
        let all: BTreeSet<ComparedTheme> = voiced.map(ComparedTheme::Theme).chain([main]).collect();
        MinedAndCoded {
            codes: coded
                .codes
                .iter()
                .map(|code| place[code.as_str()])
                .collect(),
            main_theme: at(&main).expect("every main theme was listed"),
            themes: all.iter().filter_map(at).collect(),
        }
    });
    let both = both.collect();
    let named = PositionNames {
        codes: codes.iter().map(|&code| code.to_owned()).collect(),
        themes: sorts
            .iter()
            .map(|sort| named(*sort, themes[sort]))
            .collect(),
        sorts,
    };
    (both, named)
}

fn named(sort: ComparedTheme, name: &str) -> String {
    match sort {
        ComparedTheme::Unthemed => "Unthemed".into(),
        ComparedTheme::NothingSaid | ComparedTheme::Theme(_) => name.to_owned(),
    }
}

/// Finds for each code the theme that says the same of most responses.
fn by_code(both: &[MinedAndCoded], named: &PositionNames) -> Vec<CodeMatch> {
    let things = both.len() as u64;
    let pairs = both.iter().flat_map(|one| {
        let crossed = one.codes.iter().map(|&code| (code, &one.themes));
        crossed.flat_map(|(code, themes)| themes.iter().map(move |&theme| (code, theme)))
    });
    let together = Crossed::from_pairs(pairs);
    let (mut coded, mut themed) = (vec![0; named.codes.len()], vec![0; named.sorts.len()]);
    for one in both {
        one.codes.iter().for_each(|&code| coded[code] += 1);
        one.themes.iter().for_each(|&theme| themed[theme] += 1);
    }
    let matched = |code: usize| {
        let compared = (0..named.sorts.len()).map(|theme| {
            let both = together.both(code, theme);
            let pairs = KappaCounts {
                both,
                only_first: coded[code] - both,
                only_second: themed[theme] - both,
                neither: things + both - coded[code] - themed[theme],
            };
            (theme, pairs, pairs.kappa(Confidence::default()))
        });
        let value = |kappa: Option<Kappa>| kappa.map_or(f64::NEG_INFINITY, |kappa| kappa.value);
        let (theme, pairs, kappa) = compared
            .reduce(|best, other| {
                if value(other.2) > value(best.2) {
                    other
                } else {
                    best
                }
            })
            .expect("whatever is compared has a theme or is unthemed");
        CodeMatch {
            code: named.codes[code].clone(),
            n: coded[code],
            theme_id: named.sorts[theme].id(),
            theme: named.themes[theme].clone(),
            kappa,
            precision: pairs.precision(),
            recall: pairs.recall(),
        }
    };
    (0..named.codes.len()).map(matched).collect()
}

/// Finds for each theme the commonest main code.
fn by_theme(crossed: &Crossed, named: &PositionNames, analysis: &Analysis) -> Vec<ThemeMatch> {
    let stems = Stems::new(analysis.passages.language);
    let terms: BTreeMap<String, &[String]> = analysis
        .findings
        .iter()
        .map(|finding| (finding.theme.id.to_string(), &finding.theme.terms[..]))
        .collect();
    let matched = |theme: usize| {
        let sizes = (0..named.codes.len()).map(|code| crossed.both(code, theme));
        let n = sizes.clone().sum();
        // Of codes as common, the one that is commoner as a whole.
        let (code, coded) = sizes
            .enumerate()
            .reduce(|best, other| if other.1 > best.1 { other } else { best })?;
        let (sort, name) = (named.sorts[theme], &named.themes[theme]);
        let terms = terms.get(&sort.id()).copied();
        let label = std::iter::once(name).chain(terms.unwrap_or_default());
        Some(ThemeMatch {
            theme_id: sort.id(),
            theme: name.clone(),
            n,
            code: named.codes[code].clone(),
            coded,
            shared_word: matches!(sort, ComparedTheme::Theme(_))
                .then(|| stems.shared(&named.codes[code], label))
                .flatten(),
        })
    };
    (0..named.sorts.len()).filter_map(matched).collect()
}

fn labels(by_theme: &[ThemeMatch]) -> Labels {
    let themes = || {
        by_theme
            .iter()
            .filter(|theme| !matches!(theme.theme_id.as_str(), "" | "0"))
    };
    Labels {
        named: themes().filter(|theme| theme.shared_word.is_some()).count() as u64,
        of: themes().count() as u64,
    }
}

fn confusion(crossed: &Crossed, named: &PositionNames) -> Vec<CodeThemeOverlap> {
    let mut cells: Vec<_> = crossed.cells().collect();
    cells.sort_by_key(|&(pair, n)| (std::cmp::Reverse(n), pair));
    let overlap = |((code, theme), n): ((usize, usize), u64)| CodeThemeOverlap {
        code: named.codes[code].clone(),
        theme_id: named.sorts[theme].id(),
        theme: named.themes[theme].clone(),
        n,
    };
    cells.into_iter().map(overlap).collect()
}
