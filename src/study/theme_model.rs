//! A study's themes as a file of their own, which says of any text what
//! `motif assign` says of it, far from the study: in another program, in a
//! database, on each machine of a cluster.
//!
//! The file holds the model, what people decided about the themes, and no
//! comment; but it does hold words that customers used.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::analysis::Analysis;
use super::assignment::{KeptOut, Placed, keep_out, kept_out, placed};
use super::error::Error;
use super::main_themes::{VoicedThemes, main_themes};
use super::tone::comment_tones;
use crate::corpus::Corpus;
use crate::feedback::{Place, Response};
use crate::replace;
use crate::text::{Language, ToneKind};
use crate::themes::{Leaf, Memory, Passages, ThemeId, ThemeOrigin};

/// A study's themes, and what says the theme of any text.
#[derive(Clone, Debug)]
pub struct ThemeModel {
    memory: Memory,
    table: ThemeTable,
    /// The themes' origins, those of themes that nobody parked.
    origins: BTreeMap<ThemeId, Vec<ThemeOrigin>>,
    digest: String,
}

/// Which theme each part of the model is, and what it is called.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct ThemeTable {
    /// The version of motif that wrote it.
    version: String,
    /// What the study is called.
    study: String,
    themes: BTreeMap<ThemeId, ModelTheme>,
    /// The theme of each leaf at the study's level of detail.
    theme_of: BTreeMap<Leaf, ThemeId>,
    /// The number of the theme of each leaf, by which words are kept out.
    numbers: BTreeMap<Leaf, u32>,
    kept_out: Vec<KeptOut>,
}

/// A theme, as the model file has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelTheme {
    /// What it is called.
    pub name: String,
    /// Whether somebody hid it: then no text belongs to it.
    pub parked: bool,
}

/// What a text says.
#[derive(Clone, Debug, PartialEq)]
pub struct TextLabel {
    /// Its main theme.
    pub theme: LabelledTheme,
    /// Every theme in it that nobody hid, ascending.
    pub all: Vec<ThemeId>,
    /// Whether it praises, complains or asks for something.
    pub tone: ToneKind,
    /// The language it is in; `None` where it is too short to tell.
    pub language: Option<Language>,
}

/// The main theme of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LabelledTheme {
    /// A theme, and the cosine of the text's nearest passage with its middle.
    Theme(ThemeId, f32),
    /// None covers it.
    Unthemed,
    /// It says nothing: "n/a".
    NothingSaid,
}

impl LabelledTheme {
    /// Returns its id as tables have it: 0 says nothing, and an empty one is
    /// unthemed.
    pub fn id(&self) -> String {
        match self {
            Self::Theme(id, _) => id.to_string(),
            Self::Unthemed => String::new(),
            Self::NothingSaid => "0".into(),
        }
    }

    /// Returns what it is called in tables; `name` says what themes are called.
    pub fn name<'n>(&self, name: impl FnOnce(ThemeId) -> &'n str) -> &'n str {
        match self {
            Self::Theme(id, _) => name(*id),
            Self::Unthemed => "",
            Self::NothingSaid => "Nothing said",
        }
    }

    /// Returns how near the text is to the theme's middle, up to 1.
    pub fn strength(&self) -> Option<f32> {
        match self {
            Self::Theme(_, strength) => Some(*strength),
            Self::Unthemed | Self::NothingSaid => None,
        }
    }
}

/// Returns themes as tables have them: their ids, `|` between.
pub fn id_list(themes: &[ThemeId]) -> String {
    let ids: Vec<String> = themes.iter().map(ThemeId::to_string).collect();
    ids.join("|")
}

/// Stands before what is written, and changes with its form.
const FORM: &[u8] = b"motif theme model 2\n";

/// Bytes of the SHA-256 of what follows: a damaged file is refused, since one bit
/// that fell over would only make labels a little wrong.
const SUM: usize = 32;

impl ThemeModel {
    /// Takes the themes of an analysis, at its level of detail, as people
    /// decided about them; `None` where nothing was mined.
    pub fn new(analysis: &Analysis) -> Option<Self> {
        analysis.memory.model.as_ref()?;
        let theme_of = analysis.arrangement.ids(analysis.grain);
        let named: BTreeMap<ThemeId, &str> = analysis
            .findings
            .iter()
            .map(|finding| (finding.theme.id, finding.theme.name.as_str()))
            .collect();
        let name = |id: ThemeId| match (named.get(&id), id) {
            (Some(name), _) => (*name).to_owned(),
            (None, ThemeId::Theme(number)) => analysis
                .name(number)
                .map_or_else(|| format!("Theme {id}"), str::to_owned),
            (None, _) => format!("Theme {id}"),
        };
        let themes = theme_of.values().map(|&id| {
            let theme = ModelTheme {
                name: name(id),
                parked: analysis.arrangement.status(id).parked,
            };
            (id, theme)
        });
        let table = ThemeTable {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            study: analysis.settings.name().to_owned(),
            themes: themes.collect(),
            numbers: analysis.arrangement.numbers().clone(),
            kept_out: kept_out(&analysis.codebook),
            theme_of,
        };
        let mut model = Self::from_parts(analysis.memory.without_history(), table);
        model.digest = digest(&model.to_bytes());
        Some(model)
    }

    fn from_parts(memory: Memory, table: ThemeTable) -> Self {
        let mut origins: BTreeMap<ThemeId, Vec<ThemeOrigin>> = BTreeMap::new();
        for (leaf, id) in &table.theme_of {
            let of = origins.entry(*id).or_default();
            if of.last() != Some(&leaf.origin) {
                of.push(leaf.origin);
            }
        }
        origins.retain(|id, _| !table.themes[id].parked);
        Self {
            memory,
            table,
            origins,
            digest: String::new(),
        }
    }

    /// Reads a file that `motif export model` wrote.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let bytes = std::fs::read(path).map_err(|source| Error::Folder {
            path: path.to_owned(),
            verb: "read",
            source,
        })?;
        Self::from_bytes(&bytes).ok_or_else(|| Error::ThemeModel {
            path: path.to_owned(),
        })
    }

    /// Writes it to a file, whole or not at all.
    pub fn write(&self, path: &Path) -> Result<(), Error> {
        replace::with_bytes(path, &self.to_bytes()).map_err(|source| Error::Folder {
            path: path.to_owned(),
            verb: "written",
            source,
        })
    }

    /// Reads what [`ThemeModel::to_bytes`] wrote; `None` where it does not read.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (sum, content) = bytes.strip_prefix(FORM)?.split_at_checked(SUM)?;
        if sum != &Sha256::digest(content)[..] {
            return None;
        }
        let (table, rest): (ThemeTable, _) = postcard::take_from_bytes(content).ok()?;
        let is_whole = |id: &ThemeId| table.themes.contains_key(id);
        if !table.theme_of.values().all(is_whole) {
            return None;
        }
        let memory = Memory::from_bytes(rest)?;
        memory.model.as_ref()?;
        let mut model = Self::from_parts(memory, table);
        model.digest = digest(bytes);
        Some(model)
    }

    /// Writes it down.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut content =
            postcard::to_extend(&self.table, Vec::new()).expect("memory takes every byte");
        content.extend(self.memory.to_bytes());
        let sum = Sha256::digest(&content);
        [FORM, &sum[..], &content].concat()
    }

    /// Returns what tells it from any other: the first 16 digits of the SHA-256
    /// of its file.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Returns the version of motif that wrote it: another may cut texts into
    /// other passages.
    pub fn version(&self) -> &str {
        &self.table.version
    }

    /// Returns what the study was called.
    pub fn study(&self) -> &str {
        &self.table.study
    }

    /// Returns its themes, ascending.
    pub fn themes(&self) -> &BTreeMap<ThemeId, ModelTheme> {
        &self.table.themes
    }

    /// Returns whether texts pass through the sentence encoder: a few thousand
    /// a second, where words alone make more than a hundred thousand.
    pub fn reads_sentences(&self) -> bool {
        let model = self.memory.model.as_ref();
        model.is_some_and(|model| model.vectorizer().sentences().is_some())
    }

    /// Returns what each of some texts says, whatever the others say; `None`
    /// where there is no text, or a blank one.
    pub fn label(&self, texts: &[Option<&str>]) -> Vec<Option<TextLabel>> {
        let comment = |text: Option<&str>| Response {
            comment: text.filter(|text| !text.trim().is_empty()).map(Into::into),
            ..Response::default()
        };
        let corpus = Corpus {
            responses: texts.iter().copied().map(comment).collect(),
            ..Corpus::default()
        };
        let language = self.memory.model.as_ref().map(|model| model.language);
        let passages = Passages::of_single_comments(&corpus, language.unwrap_or_default());
        let mut placed = placed(&passages, &self.memory);
        let (numbers, kept_out) = (&self.table.numbers, &self.table.kept_out);
        keep_out(&mut placed, &passages, &self.memory, numbers, kept_out);
        let mut voiced = vec![VoicedThemes::new(); texts.len()];
        let mut says = vec![false; texts.len()];
        for passage in &passages.all {
            let Place::Comment { response, .. } = passage.place else {
                continue;
            };
            says[response] |= placed[passage.utterance] != Placed::Blank;
            let Placed::In(assigned) = placed[passage.utterance] else {
                continue;
            };
            let Some(&theme) = self.table.theme_of.get(&assigned.leaf) else {
                continue;
            };
            if !self.table.themes[&theme].parked {
                let nearest = voiced[response].entry(theme).or_default();
                *nearest = nearest.max(assigned.strength);
            }
        }
        let model = self.memory.model.as_ref();
        let main = main_themes(model, &passages.wholes, &voiced, &self.origins);
        let tones = comment_tones(&corpus, &passages);
        let rows = main.into_iter().zip(voiced).enumerate();
        rows.map(|(at, (main, voiced))| {
            corpus.responses[at].comment.as_ref()?;
            Some(TextLabel {
                theme: match main {
                    Some((theme, strength)) => LabelledTheme::Theme(theme, strength),
                    None if says[at] => LabelledTheme::Unthemed,
                    None => LabelledTheme::NothingSaid,
                },
                all: voiced.into_keys().collect(),
                tone: tones[at].kind(),
                language: passages.languages[at],
            })
        })
        .collect()
    }
}

fn digest(bytes: &[u8]) -> String {
    hex::encode(&Sha256::digest(bytes)[..8])
}
