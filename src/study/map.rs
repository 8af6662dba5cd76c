//! Where in the plane each utterance lies: near what speaks of the same thing.
//!
//! Takes an analysis; gives a place for whatever says something. Themes have no
//! part in it: where one lies in two heaps, the map shows it. What is drawn at
//! a place is `explore`'s.
//!
//! A study keeps its map under `analysis/`, with a digest of what it was made
//! from. It is rebuilt: taken away, it comes back byte by byte.

use std::fs;
use std::path::Path;

use ndarray::{Array2, Axis};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::analysis::Analysis;
use super::error::Error;
use super::folder::Study;
use crate::cluster::{Coordinates, Layout};
use crate::replace;
use crate::themes::Passages;
use crate::vectorize::{Embedder, Utterance, Vectorizer};

/// Where in the plane each utterance lies.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Map {
    /// For each of [`Passages::utterances`], its place in the square from −1
    /// to 1; `None` for fillers, and where no word is known.
    pub places: Vec<Option<Coordinates>>,
}

/// The folder of a study for what is rebuilt from its analysis, and the map in it.
pub(super) const ANALYSIS: &str = "analysis";
const FILE: &str = "map";

/// Stands before what is written. Raise its number whenever that, or how
/// places are found, changes.
const FORM: &[u8] = b"motif map 1\n";

/// Utterances that become vectors in one thread, and that are placed together.
const BLOCK: usize = 256;
const PLACED: usize = 16_384;

/// What stands in the file after [`FORM`].
#[derive(Serialize, Deserialize)]
struct MapFile {
    of: Vec<u8>,
    places: Vec<Option<Coordinates>>,
}

impl Map {
    /// Lays out what is said, by the vectors its themes were found with.
    pub fn new(analysis: &Analysis) -> Self {
        let own;
        let meaning = if let Some(model) = &analysis.memory.model {
            model.vectorizer() as &dyn Embedder
        } else {
            own = unmined(analysis);
            &*own
        };
        Self {
            places: places(&analysis.passages, meaning),
        }
    }

    fn read(file: &Path, of: &[u8], utterances: usize) -> Option<Self> {
        let bytes = fs::read(file).ok()?;
        let kept: MapFile = postcard::from_bytes(bytes.strip_prefix(FORM)?).ok()?;
        let in_square = |spot: &Coordinates| spot.iter().all(|at| (-1.0..=1.0).contains(at));
        let is_whole = kept.of == of
            && kept.places.len() == utterances
            && kept.places.iter().flatten().all(in_square);
        is_whole.then_some(Self {
            places: kept.places,
        })
    }

    /// Writes it beside the file, and puts it in its place in one step.
    fn write(self, file: &Path, of: Vec<u8>) -> Result<Self, Error> {
        let kept = MapFile {
            of,
            places: self.places,
        };
        let bytes = postcard::to_extend(&kept, FORM.to_vec()).expect("numbers can be written");
        replace::with_bytes(file, &bytes).map_err(unwritten(file))?;
        Ok(Self {
            places: kept.places,
        })
    }
}

impl Study {
    /// Returns the map of an analysis of this study, from its folder where it
    /// was made before.
    pub fn map(&self, analysis: &Analysis) -> Result<Map, Error> {
        let folder = self.dir().join(ANALYSIS);
        let (file, of) = (folder.join(FILE), digest(analysis));
        let utterances = analysis.passages.utterances.len();
        if let Some(map) = Map::read(&file, &of, utterances) {
            return Ok(map);
        }
        let map = Map::new(analysis);
        if self.is_read_only() {
            return Ok(map);
        }
        fs::create_dir_all(&folder).map_err(unwritten(&folder))?;
        map.write(&file, of)
    }
}

fn unwritten(path: &Path) -> impl Fn(std::io::Error) -> Error {
    move |source| Error::Folder {
        path: path.to_owned(),
        verb: "written",
        source,
    }
}

/// Returns what tells meaning where too little was said to mine: the vectors
/// of the settings, or where these do not know the language, what was said.
fn unmined(analysis: &Analysis) -> Box<dyn Embedder> {
    let (passages, settings) = (&analysis.passages, &analysis.settings);
    if settings.vectors.knows(passages.language) {
        return Box::new(settings.vectors.clone());
    }
    let said: Vec<Utterance> = topics(passages)
        .into_iter()
        .map(|at| passages.utterances[at].clone())
        .collect();
    Box::new(Vectorizer::new(
        &said,
        said.len(),
        &settings.vectors,
        &settings.stop_words,
    ))
}

/// Returns the positions of the utterances that are no filler.
fn topics(passages: &Passages) -> Vec<usize> {
    let topical = |at: &usize| passages.fillers[*at].is_none();
    (0..passages.utterances.len()).filter(topical).collect()
}

fn places(passages: &Passages, meaning: &dyn Embedder) -> Vec<Option<Coordinates>> {
    let mut topics: Vec<(u64, usize)> = topics(passages)
        .into_par_iter()
        .map(|at| (key(&passages.utterances[at]), at))
        .collect();
    topics.par_sort_unstable();
    let read = |some: &[(u64, usize)]| {
        let said: Vec<&Utterance> = some
            .iter()
            .map(|&(_, at)| &passages.utterances[at])
            .collect();
        let keys: Vec<u64> = some.iter().map(|&(key, _)| key).collect();
        (vectors(&said, meaning), keys)
    };
    let (landmarks, keys) = read(&topics[..topics.len().min(Layout::MOST)]);
    let layout = Layout::new(landmarks.view(), &keys);
    let mut places = vec![None; passages.utterances.len()];
    for some in topics.chunks(PLACED) {
        let (vectors, keys) = read(some);
        let found = layout.places(vectors.view(), &keys);
        for (&(_, at), place) in some.iter().zip(found) {
            places[at] = place;
        }
    }
    places
}

fn vectors(said: &[&Utterance], meaning: &dyn Embedder) -> Array2<f32> {
    let mut rows = Array2::zeros((said.len(), meaning.dimensions()));
    rows.axis_chunks_iter_mut(Axis(0), BLOCK)
        .into_par_iter()
        .zip(said.par_chunks(BLOCK))
        .for_each(|(mut rows, said)| rows.assign(&meaning.vectors_of(said)));
    rows
}

/// Returns a number that goes by what is said.
fn key(said: &Utterance) -> u64 {
    let digest = Sha256::new()
        .chain_update([said.language.index() as u8])
        .chain_update(&said.normal)
        .finalize();
    u64::from_le_bytes(digest[..8].try_into().expect("a digest has 32 bytes"))
}

/// Returns a digest of all that a map depends on.
fn digest(analysis: &Analysis) -> Vec<u8> {
    let settings = &analysis.settings;
    let meaning = match &analysis.memory.model {
        Some(model) => model.vectorizer().name(),
        None => format!("{} {:?}", settings.vectors.name(), settings.stop_words),
    };
    let mut digest = Sha256::new_with_prefix(meaning);
    let passages = &analysis.passages;
    for (said, filler) in passages.utterances.iter().zip(&passages.fillers) {
        digest.update([u8::from(filler.is_some())]);
        digest.update(key(said).to_le_bytes());
    }
    digest.finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Corpus;
    use crate::feedback::Response;
    use crate::study::{Past, Settings};

    /// Two things that are talked about in six ways each, one twice, a filler
    /// and a word that nobody knows.
    fn comments() -> Vec<String> {
        let says = [
            "{} is far too expensive for us",
            "we pay a high price for {} every month",
            "the price of {} went up again",
            "{} crashes without signal",
            "{} loses photos when we are offline",
            "no signal and {} stops working",
        ];
        let things = ["the app", "the portal", "the tablet"];
        let comments = things
            .iter()
            .flat_map(|thing| says.iter().map(|says| says.replace("{}", thing)));
        let odd = ["the app crashes without signal", "n/a", "\u{1f44d}"];
        comments.chain(odd.map(str::to_owned)).collect()
    }

    fn analysis(comments: impl Iterator<Item = String>) -> Analysis {
        let responses = comments.zip(2..).map(|(comment, row)| Response {
            row,
            comment: Some(comment.into()),
            source: "answers.csv".into(),
            ..Response::default()
        });
        let corpus = Corpus {
            responses: responses.collect(),
            ..Corpus::default()
        };
        Analysis::new(corpus, &Settings::default(), Past::default())
    }

    #[test]
    fn what_says_something_has_a_place_and_fillers_have_none() {
        let analysis = analysis(comments().into_iter());
        let map = Map::new(&analysis);
        let passages = &analysis.passages;
        assert_eq!(map.places.len(), passages.utterances.len());
        for (said, place) in passages.utterances.iter().zip(&map.places) {
            let says_something = said.normal.contains("the");
            assert_eq!(place.is_some(), says_something, "{}", said.normal);
        }
    }

    #[test]
    fn the_order_of_answers_does_not_matter() {
        let map = Map::new(&analysis(comments().into_iter()));
        assert_eq!(map, Map::new(&analysis(comments().into_iter().rev())));
    }

    #[test]
    fn a_few_answers_have_a_map_too() {
        for count in [0, 1, 2, 5] {
            let few = analysis(comments().into_iter().take(count));
            assert!(few.memory.model.is_none());
            let places = Map::new(&few).places;
            assert_eq!(places.iter().flatten().count(), count);
        }
    }

    #[test]
    fn a_map_that_was_taken_away_or_cut_short_comes_back_byte_by_byte() {
        let dir = tempfile::tempdir().unwrap();
        let study = Study::init(dir.path()).unwrap();
        let analysis = analysis(comments().into_iter());
        let map = study.map(&analysis).unwrap();
        let file = dir.path().join(ANALYSIS).join(FILE);
        let bytes = fs::read(&file).unwrap();
        assert_eq!(study.map(&analysis).unwrap(), map);

        fs::write(&file, &bytes[..bytes.len() - 3]).unwrap();
        assert_eq!(study.map(&analysis).unwrap(), map);
        assert_eq!(fs::read(&file).unwrap(), bytes);
        fs::remove_dir_all(file.parent().unwrap()).unwrap();
        assert_eq!(study.map(&analysis).unwrap(), map);
        assert_eq!(fs::read(&file).unwrap(), bytes);
    }

    #[test]
    fn what_was_said_since_is_on_the_map() {
        let dir = tempfile::tempdir().unwrap();
        let study = Study::init(dir.path()).unwrap();
        study.map(&analysis(comments().into_iter())).unwrap();
        let more = ["the manual is hard to read".to_owned()];
        let more = analysis(comments().into_iter().chain(more));
        assert_eq!(study.map(&more).unwrap(), Map::new(&more));
    }
}
