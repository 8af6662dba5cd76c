//! What is seen of a study at one revision.
//!
//! It never changes: a decision makes another. So a page that is being
//! written sees one state of the study from its first line to its last.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::error::Error;
use super::filter::{AnswerParts, Filter};
use super::map_points::MapPoints;
use super::revision::Revision;
use crate::inquiry::explanation::explain;
use crate::inquiry::{Answer, Ledger, NoIndex, Selection, selected, sides};
use crate::question::Question;
use crate::report::brief::{Brief, ThemeSummary};
use crate::report::decision_words::told;
use crate::report::narrative;
use crate::report::story::{Block, Sentence, Story};
use crate::search::Index;
use crate::study::lookup::TextSpan;
use crate::study::reference::Quotes;
use crate::study::{Analysis, ManualCode, Map, MarkedPassage, Study, given, noted};
use crate::themes::{Detail, Entry, ThemeId};

/// What is seen of a study at one revision.
pub struct Snapshot {
    /// Which state it is.
    pub revision: Revision,
    /// What the corpus is known by.
    pub(super) stamp: String,
    /// What the study remembers of its themes is known by.
    pub(super) remembered: [u8; 32],
    /// Broad, default, fine.
    by_detail: [OnceLock<DetailView>; 3],
    index: Arc<OnceLock<Index>>,
    quotes: Arc<OnceLock<Quotes>>,
    noted: OnceLock<Vec<MarkedPassage>>,
    map_points: Arc<OnceLock<Arc<MapPoints>>>,
    given: OnceLock<Vec<ManualCode>>,
    parts: OnceLock<AnswerParts>,
    in_short: OnceLock<Story>,
    /// What was said of parts of the answers, the last first.
    briefs_among: Mutex<VecDeque<BriefAmong>>,
    /// What stands out among parts of the answers, the last first.
    standing_out: Mutex<VecDeque<StandingOut>>,
}

/// What stands out among a part of the answers; nothing where it cannot be told.
type StandingOut = (String, Arc<Vec<Block>>);

/// What is said of a part of the answers at a level of detail.
type BriefAmong = ((Detail, String), Arc<Brief>);

/// What is to be known first of so many answers is found while somebody waits.
const FOUND_AT_ONCE: usize = 20_000;

/// So many parts of the answers are remembered.
const REMEMBERED: usize = 12;

struct DetailView {
    analysis: Analysis,
    brief: OnceLock<Arc<Brief>>,
}

impl Snapshot {
    /// Looks at an analysis of the corpus with a stamp. What depends on the
    /// corpus alone is taken over from an earlier sight of the same corpus.
    pub(super) fn new(
        analysis: Analysis,
        (stamp, remembered): (String, [u8; 32]),
        before: Option<&Self>,
    ) -> Self {
        let before = before.filter(|before| before.stamp == stamp);
        let revision = Revision::new(&stamp, &remembered, &analysis.codebook);
        let snapshot = Self {
            revision,
            stamp,
            remembered,
            by_detail: Default::default(),
            index: before
                .map(|before| before.index.clone())
                .unwrap_or_default(),
            quotes: before
                .map(|before| before.quotes.clone())
                .unwrap_or_default(),
            noted: OnceLock::new(),
            map_points: before
                .map(|before| before.map_points.clone())
                .unwrap_or_default(),
            given: OnceLock::new(),
            parts: OnceLock::new(),
            in_short: OnceLock::new(),
            briefs_among: Mutex::default(),
            standing_out: Mutex::default(),
        };
        let brief = OnceLock::new();
        let known = snapshot.by_detail[analysis.grain as usize].set(DetailView { analysis, brief });
        debug_assert!(known.is_ok(), "nothing is there before");
        snapshot
    }

    /// Returns what is found at a level of detail.
    pub fn analysis(&self, detail: Detail) -> &Analysis {
        &self.look(detail).analysis
    }

    /// Returns what is said about it.
    pub fn brief(&self, detail: Detail) -> &Brief {
        self.whole_brief(detail)
    }

    fn whole_brief(&self, detail: Detail) -> &Arc<Brief> {
        let look = self.look(detail);
        let new = || Arc::new(Brief::new(&look.analysis));
        look.brief.get_or_init(new)
    }

    /// Returns what is said of the answers that a filter lets through.
    pub(super) fn brief_among(&self, detail: Detail, filter: &Filter) -> Result<Arc<Brief>, Error> {
        let Some(text) = filter.text() else {
            return Ok(self.whole_brief(detail).clone());
        };
        let key = (detail, text.to_owned());
        let known = |among: &VecDeque<BriefAmong>| {
            let mut known = among.iter();
            known
                .find(|(of, _)| *of == key)
                .map(|(_, brief)| brief.clone())
        };
        let among = || {
            self.briefs_among
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        if let Some(brief) = known(&among()) {
            return Ok(brief);
        }
        let selection = selected(Some(text), self.analysis(Detail::Default))?;
        let brief = Arc::new(Brief::of(self.analysis(detail), &selection));
        let mut among = among();
        among.push_front((key, brief.clone()));
        among.truncate(REMEMBERED);
        Ok(brief)
    }

    /// Returns what those whom a filter lets through say more or less than the
    /// rest; nothing where there is no rest.
    pub(super) fn standing_out(&self, filter: &Filter) -> Arc<Vec<Block>> {
        let known = || {
            self.standing_out
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        let asked = filter.asked();
        if let Some((_, blocks)) = known().iter().find(|(of, _)| of == asked) {
            return blocks.clone();
        }
        let found = filter.rest().and_then(|rest| {
            let question = Question::Contrast {
                first: asked.to_owned(),
                second: rest,
                within: None,
                among: None,
            };
            let ledger = Ledger::new(self.analysis(Detail::Default));
            match question.answer(&ledger, &NoIndex) {
                Ok(Answer::Contrast(contrast)) => Some(narrative::standing_out(&contrast)),
                _ => None,
            }
        });
        let blocks = Arc::new(found.unwrap_or_default());
        let mut known = known();
        known.push_front((asked.to_owned(), blocks.clone()));
        known.truncate(REMEMBERED);
        blocks
    }

    /// Returns the answers that a filter lets through, where not everybody's are
    /// meant: the same at every level of detail.
    pub(super) fn among(&self, filter: &Filter) -> Result<Option<Selection>, Error> {
        filter.selection(self.analysis(Detail::Default))
    }

    /// Returns the parts of the answers that can be chosen.
    pub(super) fn parts(&self) -> &AnswerParts {
        let ledger = || Ledger::new(self.analysis(Detail::Default));
        self.parts.get_or_init(|| AnswerParts::new(&ledger()))
    }

    /// Returns what is to be known first: why the score changed, where there are
    /// two times, else what stands out. Of many answers only once somebody found
    /// it in the background.
    pub(super) fn in_short(&self) -> Option<&Story> {
        if self.analysis(Detail::Default).corpus.responses.len() > FOUND_AT_ONCE {
            return self.in_short.get();
        }
        Some(self.in_short.get_or_init(|| self.found_in_short()))
    }

    fn found_in_short(&self) -> Story {
        let analysis = self.analysis(Detail::Default);
        let brief = self.brief(Detail::Default);
        let ledger = Ledger::new(analysis);
        let explained = sides::between(None, None, analysis)
            .and_then(|[from, to]| explain(&ledger, &from, &to));
        if let Ok(explanation) = explained {
            return narrative::in_short(&explanation, brief);
        }
        let told = brief.headlines.iter();
        let told = told.map(|of| Sentence::claiming(of.claim, of.text.clone()));
        Story {
            title: "In short".into(),
            scale: brief.scale.clone(),
            sources: String::new(),
            blocks: vec![Block::Points(told.collect())],
        }
    }

    /// Looks at every level of detail, so that moving between them costs nothing.
    pub(super) fn prepare(&self) {
        for detail in [Detail::Default, Detail::Broad, Detail::Fine] {
            self.brief(detail);
        }
        self.in_short.get_or_init(|| self.found_in_short());
    }

    fn look(&self, detail: Detail) -> &DetailView {
        self.by_detail[detail as usize].get_or_init(|| DetailView {
            analysis: self.any().clone().at(detail),
            brief: OnceLock::new(),
        })
    }

    /// Returns where a theme is: at its own level of detail, else at one that was asked
    /// for, by its position in the findings there.
    pub fn find(&self, id: &str, asked: Detail) -> Result<(Detail, usize), Error> {
        let missing = || Error::missing(format!("theme {id}"));
        let wanted: ThemeId = id.parse().map_err(|_| missing())?;
        let own = match wanted {
            ThemeId::Broad(_) => Detail::Broad,
            ThemeId::Theme(_) => asked,
            ThemeId::Part(..) => Detail::Fine,
        };
        [own, Detail::Default, Detail::Broad, Detail::Fine]
            .into_iter()
            .find_map(|detail| {
                let mut findings = self.analysis(detail).findings.iter();
                let at = findings.position(|finding| finding.theme.id == wanted)?;
                Some((detail, at))
            })
            .ok_or_else(missing)
    }

    /// Returns what is said about a theme, by its position in the findings;
    /// `None` where it was set aside.
    pub fn told(&self, detail: Detail, at: usize) -> Option<&ThemeSummary> {
        let id = self.analysis(detail).findings[at].theme.id.to_string();
        self.brief(detail)
            .themes
            .iter()
            .find(|theme| theme.id == id)
    }

    /// Returns the analysis at whichever level of detail there is: all share the corpus.
    pub fn any(&self) -> &Analysis {
        let there = self.by_detail.iter().find_map(OnceLock::get);
        &there.expect("a sight begins with a look").analysis
    }

    /// Returns the index over the corpus, opening it where nobody has.
    pub fn index(&self, study: &Study) -> Result<&Index, Error> {
        if let Some(index) = self.index.get() {
            return Ok(index);
        }
        let index = study.index_by_meaning(&self.any().corpus)?;
        Ok(self.index.get_or_init(|| index))
    }

    /// Returns the index over the corpus where somebody opened it.
    pub(super) fn opened(&self) -> Option<&Index> {
        self.index.get()
    }

    /// Returns every passage as a point where somebody laid them out.
    pub(super) fn laid_out(&self) -> Option<Arc<MapPoints>> {
        self.map_points.get().cloned()
    }

    /// Returns every passage as a point; `map` lays out what is said.
    pub(super) fn map_points(
        &self,
        map: impl FnOnce(&Analysis) -> Result<Map, Error>,
    ) -> Result<Arc<MapPoints>, Error> {
        if let Some(points) = self.map_points.get() {
            return Ok(points.clone());
        }
        let analysis = self.any();
        let points = Arc::new(MapPoints::new(analysis, &map(analysis)?));
        Ok(self.map_points.get_or_init(|| points).clone())
    }

    /// Returns the passage with an id, whether motif cut it (also one of
    /// whoever asks the questions) or a person chose it.
    pub fn quoted(&self, id: &str) -> Option<TextSpan> {
        let corpus = &self.any().corpus;
        let quotes = self.quotes.get_or_init(|| Quotes::new(corpus));
        let noted = self.noted().iter().map(|of| (of.document, of.span));
        let given = self.given().iter().map(|of| (of.document, of.span));
        match quotes.find(corpus, noted.chain(given), id)[..] {
            [only] => Some(only),
            _ => None,
        }
    }

    /// Returns a decision in a clause, with the names its themes had when it was
    /// made.
    pub fn clause(&self, entry: &Entry) -> String {
        let analysis = self.any();
        told(entry, &|theme| {
            let then = analysis.name_before(theme, entry.number);
            then.map(str::to_owned)
        })
    }

    /// Returns who decided what.
    pub fn said(&self, entry: &Entry) -> String {
        format!("{}: {}", entry.who, self.clause(entry))
    }

    /// Returns what people noted about passages.
    pub fn noted(&self) -> &[MarkedPassage] {
        let analysis = self.any();
        self.noted
            .get_or_init(|| noted(&analysis.corpus, &analysis.codebook))
    }

    /// Returns the passages that people gave to themes.
    pub fn given(&self) -> &[ManualCode] {
        let analysis = self.any();
        self.given
            .get_or_init(|| given(&analysis.corpus, &analysis.codebook).0)
    }
}
