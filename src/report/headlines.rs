//! The findings a reader must not miss, in plain words.
//!
//! Takes the answers and a brief whose numbers are filled in; gives a few
//! sentences. All of them together claim something by chance in at most 5% of
//! reports; what is only mentioned most is told as that.

use std::borrow::Cow;

use crate::feedback::Group;
use crate::inquiry::claims::{Certainty, Claim, InShort};
use crate::inquiry::compare::verdict_of;
use crate::inquiry::contrast::saying;
use crate::inquiry::impacts::{TopicImpact, topic_impacts};
use crate::inquiry::selection::EVERYBODY;
use crate::inquiry::theme_tone::{ThemeTone, ToneShare, ToneVerdict};
use crate::inquiry::{Ledger, Selection};
use crate::nps::change::ScoreChange;
use crate::nps::contrast::{ShareContrast, contrasts};
use crate::nps::estimate::Footing;
use crate::nps::intervals::Proportion;

use super::brief::{Brief, Headline, ThemeSort, ThemeSummary, WaveScore};
use super::catalogue::say;
use super::sentences::{self, in_a_row, is_loose};
use super::words;
use crate::themes::subject;

/// Returns the headlines of a brief, with numbers by theme of some answers;
/// `impacts` are those of its topics.
pub(super) fn of(
    ledger: &Ledger<'_>,
    base: &Selection,
    impacts: Vec<TopicImpact>,
    brief: &Brief,
) -> Vec<Headline> {
    let headlines = Headlines::new(ledger, base, impacts, brief);
    let mut told = Vec::new();
    told.extend(headlines.score());
    told.extend(headlines.struggles());
    if brief.scale.is_tone() {
        told.extend(headlines.tones());
        told.extend(headlines.risen());
    } else {
        told.extend(headlines.moves(Group::Detractor));
        told.extend(headlines.risen());
        told.extend(headlines.moves(Group::Promoter));
        told.extend(headlines.mentioned());
    }
    told.extend(headlines.interviews_only());
    told.extend(headlines.faded());
    told
}

/// Problems told in short.
const STRUGGLES: usize = 3;

/// What headlines are made of.
struct Headlines<'a> {
    ledger: &'a Ledger<'a>,
    brief: &'a Brief,
    /// The waves with ratings, in order of time.
    rated: Vec<&'a WaveScore>,
    /// The change from the wave before the last, where it can be told.
    change: Option<ScoreChange>,
    /// Whose answers themes are counted among: the last wave, where the score
    /// is told by wave.
    among: Selection,
    budget: InShort,
    impacts: Vec<TopicImpact>,
    /// Themes said more or less often: since the wave before, and since the
    /// first.
    shifts: Vec<WaveShift>,
}

/// A theme said more or less often in the last wave than in an earlier one.
struct WaveShift {
    finding: usize,
    from: String,
    to: String,
    is_last_step: bool,
    contrast: ShareContrast,
}

impl<'a> Headlines<'a> {
    fn new(
        ledger: &'a Ledger<'a>,
        base: &Selection,
        impacts: Vec<TopicImpact>,
        brief: &'a Brief,
    ) -> Self {
        let waves = brief.score.waves.iter();
        let rated: Vec<&WaveScore> = waves.filter(|wave| wave.score.counts.n() > 0).collect();
        let is_everybody = base.responses == ledger.analysis.people.latest;
        let told = |wave: &&WaveScore| Selection::parse(&wave.wave, ledger.analysis).ok();
        let last_two: Option<[Selection; 2]> = match rated[..] {
            [.., before, last] if brief.score.dated && is_everybody => {
                told(&before).zip(told(&last)).map(|(a, b)| [a, b])
            }
            _ => None,
        };
        let change = last_two.as_ref().and_then(|[before, last]| {
            let (change, verdict) = verdict_of(ledger, before, last).ok()?;
            (verdict != crate::inquiry::compare::ChangeVerdict::Few).then_some(change)
        });
        let (among, impacts) = match last_two {
            Some([_, last]) => {
                let impacts = topic_impacts(ledger, &last.responses);
                (last, impacts)
            }
            None => (base.clone(), impacts),
        };
        let shifts = if is_everybody {
            shifts(ledger, brief)
        } else {
            Vec::new()
        };
        let p = change.map(|change| change.p);
        Self {
            ledger,
            brief,
            budget: InShort::of_report(p.or((!shifts.is_empty()).then_some(1.0))),
            impacts,
            rated,
            change,
            among,
            shifts,
        }
    }

    fn name(&self) -> &'static str {
        words::score_name(&self.brief.scale)
    }

    /// Where themes are counted: in `spring`, or among everybody.
    fn place(&self) -> Option<Cow<'_, str>> {
        (self.among.name != EVERYBODY).then(|| words::selected(&self.among))
    }

    fn score(&self) -> Option<Headline> {
        let name = self.name();
        Some(match self.rated[..] {
            [] => return None,
            [only] => said(self.alone(only)),
            _ if !self.brief.score.dated => said(undated(&self.rated, name)?),
            [.., before, last] => {
                let earlier = self.rated[..self.rated.len() - 2].last();
                let earlier = earlier.map(|earlier| {
                    say!(
                        "In {wave} it was {value}.",
                        wave = earlier.wave,
                        value = value(earlier)
                    )
                });
                let Some(change) = self.change else {
                    return Some(said(self.apart([before, last])));
                };
                self.changed([before, last], &change, earlier)
            }
        })
    }

    fn changed(
        &self,
        waves: [&WaveScore; 2],
        change: &ScoreChange,
        earlier: Option<String>,
    ) -> Headline {
        let is_found = change.p <= self.budget.change;
        let change_said = if is_found {
            self.moved_score(waves, change)
        } else {
            self.unsure(waves, change)
        };
        let chance = words::by_chance(change.p);
        Headline {
            claim: if is_found { Claim::Change } else { Claim::None },
            text: in_a_row([Some(change_said), Some(chance), earlier]),
            theme: None,
        }
    }

    /// A change that chance may make.
    fn unsure(&self, waves: [&WaveScore; 2], change: &ScoreChange) -> String {
        let score = self.name();
        let [then, now] = waves.map(value);
        let [before, last] = waves.map(|wave| &wave.wave);
        let points = words::signed_tenths(change.points);
        let range = words::points_range(change.interval);
        if Certainty::new(change.p) == Certainty::Open {
            say!(
                "No clear change: the {score} is {now} in {last}, after {then} in {before} ({points} points, range {range}).",
                score,
                now,
                last,
                then,
                before,
                points,
                range
            )
        } else {
            say!(
                "The {score} is {now} in {last}, after {then} in {before} ({points} points, range {range}).",
                score,
                now,
                last,
                then,
                before,
                points,
                range
            )
        }
    }

    fn moved_score(&self, waves: [&WaveScore; 2], change: &ScoreChange) -> String {
        let score = self.name();
        let [then, now] = waves.map(value);
        let [before, last] = waves.map(|wave| &wave.wave);
        let points = words::signed_tenths(change.points);
        let range = words::points_range(change.interval);
        match (change.points < 0.0, Certainty::new(change.p)) {
            (true, Certainty::Clear) => say!(
                "The {score} fell from {then} in {before} to {now} in {last} ({points} points, range {range}).",
                score,
                then,
                before,
                now,
                last,
                points,
                range
            ),
            (true, _) => say!(
                "The {score} probably fell from {then} in {before} to {now} in {last} ({points} points, range {range}).",
                score,
                then,
                before,
                now,
                last,
                points,
                range
            ),
            (false, Certainty::Clear) => say!(
                "The {score} rose from {then} in {before} to {now} in {last} ({points} points, range {range}).",
                score,
                then,
                before,
                now,
                last,
                points,
                range
            ),
            (false, _) => say!(
                "The {score} probably rose from {then} in {before} to {now} in {last} ({points} points, range {range}).",
                score,
                then,
                before,
                now,
                last,
                points,
                range
            ),
        }
    }

    /// Two waves whose change cannot be told.
    fn apart(&self, waves: [&WaveScore; 2]) -> String {
        let told = waves.map(|wave| match wave.score.estimate.n() {
            few if few < Footing::SHOWN => {
                let ratings = words::ratings(few, &self.brief.scale);
                say!(
                    "{ratings} in {wave}, too few for a {score}",
                    ratings,
                    wave = wave.wave,
                    score = self.name()
                )
            }
            _ => in_wave(wave),
        });
        say!(
            "The {score}: {waves}.",
            score = self.name(),
            waves = words::series(&told)
        )
    }

    /// What people complain about, praise and ask for most, where nobody rated.
    fn tones(&self) -> Vec<Headline> {
        let commented = self.ledger.commenting(&self.among.responses).len() as u64;
        let most = |other: ToneVerdict, of: &dyn Fn(&ThemeTone) -> &ToneShare| {
            let mut counted: Vec<(u64, &ThemeSummary)> = topics(self.brief)
                .filter_map(|theme| {
                    let tone = theme.tone.as_ref();
                    let tone = tone.filter(|tone| !tone.interviews && tone.verdict != other)?;
                    let people = of(tone).share.voiced;
                    (people >= Footing::SHOWN).then_some((people, theme))
                })
                .collect();
            counted.sort_by_key(|(people, _)| std::cmp::Reverse(*people));
            let (_, first) = counted.first()?;
            let named = counted.iter().take(MENTIONED).map(|(people, theme)| {
                let share = words::percent(*people as f64 / commented.max(1) as f64);
                let people = words::count(*people, "person", "people");
                say!(
                    "“{theme}” ({people}, {share} of commenters)",
                    theme = subject(&theme.label),
                    people,
                    share
                )
            });
            let named: Vec<String> = named.collect();
            Some((words::list(&named), first.id.clone()))
        };
        let about = |(text, theme): (String, String)| Headline {
            claim: Claim::None,
            text,
            theme: Some(theme),
        };
        let complained = most(ToneVerdict::Praise, &|tone| &tone.complaint)
            .map(|(themes, first)| (say!("Complained about most: {themes}.", themes), first));
        let praised = most(ToneVerdict::Complaints, &|tone| &tone.praise)
            .map(|(themes, first)| (say!("Praised most: {themes}.", themes), first));
        let told = [complained.map(about), praised.map(about), self.asked()];
        told.into_iter().flatten().collect()
    }

    /// What people ask for most.
    fn asked(&self) -> Option<Headline> {
        let requests = self.brief.requests.as_ref()?;
        let often = requests.themes.iter();
        let often = often.filter(|asked| asked.people.voiced >= Footing::SHOWN);
        let named: Vec<String> = often
            .take(MENTIONED)
            .map(|asked| {
                let people = words::count(asked.people.voiced, "person", "people");
                format!(
                    "{} ({people})",
                    sentences::requests_about(asked, self.brief)
                )
            })
            .collect();
        let commenters = words::commenters(requests.people.voiced, requests.people.estimate.n());
        Some(said(if named.is_empty() {
            say!("{commenters} ask for something.", commenters)
        } else {
            say!(
                "{commenters} ask for something, most often about {themes}.",
                commenters,
                themes = words::list(&named)
            )
        }))
    }

    /// How many comments complain, and how many praise, where nobody rated.
    fn tone(only: &WaveScore) -> Option<String> {
        let (value, interval) = only.score.estimate.numbers()?;
        let counts = only.score.counts;
        let part = |group: Group| {
            let people = counts.count(group);
            let share = words::percent(people as f64 / counts.n().max(1) as f64);
            format!("{} ({share})", words::thousands(people))
        };
        Some(say!(
            "Of {comments}, {complain} complain and {praise} praise: a net tone of {tone} (range {range}).",
            comments = words::count(counts.n(), "comment", "comments"),
            complain = part(Group::Detractor),
            praise = part(Group::Promoter),
            tone = words::signed(value),
            range = words::score_range(interval)
        ))
    }

    /// The score where there is one wave.
    fn alone(&self, only: &WaveScore) -> String {
        if let Some(tone) = Self::tone(only).filter(|_| self.brief.scale.is_tone()) {
            return tone;
        }
        let (score, estimate) = (self.name(), only.score.estimate);
        let ratings = words::ratings(estimate.n(), &self.brief.scale);
        match (estimate.numbers(), only.score.counts.score()) {
            (Some((value, interval)), _) => say!(
                "The {score} is {value} from {ratings} (range {range}, for customers like those who answered).",
                score,
                value = words::signed(value),
                ratings,
                range = words::score_range(interval)
            ),
            (None, Some(value)) if estimate.n() >= Footing::SHOWN => say!(
                "The {score} is {value} from {ratings}; {why}.",
                score,
                value = words::signed(value),
                ratings,
                why = words::not_said(estimate)
            ),
            _ if words::is_one(estimate.n()) => say!(
                "There is no {score}: {ratings} is too few for one.",
                score,
                ratings
            ),
            _ => say!(
                "There is no {score}: {ratings} are too few for one.",
                score,
                ratings
            ),
        }
    }

    /// The theme that pulls the score down, or up, by most.
    fn moves(&self, group: Group) -> Option<Headline> {
        let down = group == Group::Detractor;
        let found = self.impacts.iter().filter(|topic| {
            topic.is_found(self.budget.impact) && (topic.shrunk.value < 0.0) == down
        });
        let topic = found.max_by(|a, b| a.shrunk.value.abs().total_cmp(&b.shrunk.value.abs()))?;
        let theme = self.summary(topic.finding)?;
        let commented = self.ledger.commenting(&self.among.responses);
        let said = Proportion {
            voiced: self.ledger.voicing(topic.finding, &commented).len() as u64,
            of: commented.len() as u64,
        };
        let pull = ThemePull {
            theme: &theme.label,
            commenters: words::commenters(said.voiced, said.of),
            points: words::tenths(topic.shrunk.value.abs()),
            range: words::reach(topic.shrunk.interval),
        };
        let (score, place) = (self.name(), self.place());
        let pulled = if down {
            pull.lowers(score, place.as_deref())
        } else {
            pull.raises(score, place.as_deref())
        };
        let partly = down.then(|| say!("Fixing it may not win back all of that.").to_owned());
        Some(Headline {
            claim: Claim::Impact,
            text: in_a_row([Some(pulled), partly, loose(theme)]),
            theme: Some(theme.id.clone()),
        })
    }

    /// What is mentioned most, where nothing stands out.
    fn mentioned(&self) -> Option<Headline> {
        let stands_out = |topic: &&TopicImpact| topic.is_found(self.budget.impact);
        if self.impacts.iter().any(|topic| stands_out(&topic)) {
            return None;
        }
        let mut counted: Vec<(usize, &ThemeSummary)> = topics(self.brief)
            .filter_map(|theme| {
                let at = self.ledger.find(&theme.id).ok()?;
                let said = self.ledger.voicing(at, &self.among.responses);
                (!said.is_empty()).then_some((said.len(), theme))
            })
            .collect();
        counted.sort_by_key(|(people, _)| std::cmp::Reverse(*people));
        let named: Vec<String> = counted
            .iter()
            .take(MENTIONED)
            .map(|(people, theme)| {
                let people = words::count(*people as u64, "person", "people");
                format!("{} ({people})", words::quoted(&theme.label))
            })
            .collect();
        if named.is_empty() {
            return None;
        }
        let (score, themes) = (self.name(), words::list(&named));
        let [nothing, most] = match self.place() {
            None => [
                say!(
                    "No theme clearly goes with a higher or lower {score}.",
                    score
                ),
                say!("Mentioned most: {themes}.", themes),
            ],
            Some(wave) => [
                say!(
                    "In {wave}, no theme clearly goes with a higher or lower {score}.",
                    wave,
                    score
                ),
                say!("Mentioned most in {wave}: {themes}.", wave, themes),
            ],
        };
        let nothing = (!self.rated.is_empty()).then_some(nothing);
        Some(said(in_a_row([nothing, Some(most)])))
    }

    fn summary(&self, finding: usize) -> Option<&'a ThemeSummary> {
        let id = self.ledger.finding(finding).theme.id.to_string();
        self.brief.themes.iter().find(|theme| theme.id == id)
    }

    /// Returns the theme that moved most one way, by more than chance.
    fn moved(&self, wanted: impl Fn(&WaveShift) -> bool) -> Option<(&'a ThemeSummary, &WaveShift)> {
        let found = self
            .shifts
            .iter()
            .filter(|shift| shift.contrast.q <= self.budget.trend && wanted(shift));
        let size = |shift: &WaveShift| shift.contrast.difference.abs();
        let most = found.max_by(|a, b| size(a).total_cmp(&size(b)))?;
        Some((self.summary(most.finding)?, most))
    }

    fn risen(&self) -> Option<Headline> {
        let (theme, shift) =
            self.moved(|shift| shift.is_last_step && shift.contrast.difference > 0.0)?;
        Some(shifted(theme, shift))
    }

    /// A theme may fade over several waves: the first is compared with the last.
    fn faded(&self) -> Option<Headline> {
        let (theme, shift) = self.moved(|shift| shift.contrast.difference < 0.0)?;
        Some(shifted(theme, shift))
    }

    /// The problems that most interviews name, where there is no survey.
    fn struggles(&self) -> Vec<Headline> {
        if !sentences::interviews_alone(self.brief) {
            return Vec::new();
        }
        let named = self.brief.pain_points.points.iter().take(STRUGGLES);
        named
            .map(|point| Headline {
                claim: Claim::None,
                text: say!(
                    "“{problem}”: {interviews} name this problem, {unasked} of them unasked.",
                    problem = point.name,
                    interviews =
                        words::interviews(point.participants.voiced, point.participants.of),
                    unasked = point.unasked
                ),
                theme: None,
            })
            .collect()
    }

    fn interviews_only(&self) -> Option<Headline> {
        if self.ledger.analysis.corpus.responses.is_empty() {
            return None;
        }
        let theme = topics(self.brief)
            .filter(|theme| theme.participants.voiced >= 4 && theme.respondents < Footing::SHOWN)
            .filter(|theme| theme.participants.voiced > 2 * theme.respondents)
            .rev()
            .max_by_key(|theme| theme.participants.voiced)?;
        let interviews = words::interviews(theme.participants.voiced, theme.participants.of);
        Some(Headline {
            claim: Claim::None,
            text: match theme.respondents {
                0 => say!(
                    "“{theme}” comes up in {interviews}, but not in the survey.",
                    theme = theme.label,
                    interviews
                ),
                people => say!(
                    "“{theme}” comes up in {interviews}, but hardly in the survey ({people}).",
                    theme = theme.label,
                    interviews,
                    people = words::count(people, "person", "people")
                ),
            },
            theme: Some(theme.id.clone()),
        })
    }
}

/// A theme that moves the score, in words.
struct ThemePull<'a> {
    theme: &'a str,
    /// How many of those who commented mention it.
    commenters: String,
    points: String,
    range: String,
}

impl ThemePull<'_> {
    fn lowers(&self, score: &str, place: Option<&str>) -> String {
        let Self {
            theme,
            commenters,
            points,
            range,
        } = self;
        match place {
            None => say!(
                "“{theme}” goes with a lower {score}: {commenters} mention it, and they pull the {score} down by about {points} points ({range}).",
                theme,
                score,
                commenters,
                points,
                range
            ),
            Some(wave) => say!(
                "“{theme}” goes with a lower {score}: {commenters} mention it in {wave}, and they pull the {score} down by about {points} points ({range}).",
                theme,
                score,
                commenters,
                wave,
                points,
                range
            ),
        }
    }

    fn raises(&self, score: &str, place: Option<&str>) -> String {
        let Self {
            theme,
            commenters,
            points,
            range,
        } = self;
        match place {
            None => say!(
                "“{theme}” goes with a higher {score}: {commenters} mention it, and they pull the {score} up by about {points} points ({range}).",
                theme,
                score,
                commenters,
                points,
                range
            ),
            Some(wave) => say!(
                "“{theme}” goes with a higher {score}: {commenters} mention it in {wave}, and they pull the {score} up by about {points} points ({range}).",
                theme,
                score,
                commenters,
                wave,
                points,
                range
            ),
        }
    }
}

fn shifted(theme: &ThemeSummary, shift: &WaveShift) -> Headline {
    let (now, then) = (shift.contrast.first, shift.contrast.second);
    let commenters = words::commenters(now.voiced, now.of);
    let then = words::of(then.voiced, then.of);
    let (label, from, to) = (&theme.label, &shift.from, &shift.to);
    let often = if shift.contrast.difference > 0.0 {
        say!(
            "“{theme}” comes up more often: {commenters} mention it in {to}, {then} in {from}.",
            theme = label,
            commenters,
            to,
            then,
            from
        )
    } else {
        say!(
            "“{theme}” comes up less often: {commenters} mention it in {to}, {then} in {from}.",
            theme = label,
            commenters,
            to,
            then,
            from
        )
    };
    Headline {
        claim: Claim::Trend,
        text: in_a_row([Some(often), loose(theme)]),
        theme: Some(theme.id.clone()),
    }
}

/// Themes named as mentioned most.
const MENTIONED: usize = 3;

/// Waves without dates that are told.
const WAVES: usize = 4;

/// Waves without dates are told side by side: nobody knows which came first.
fn undated(waves: &[&WaveScore], name: &str) -> Option<String> {
    let told = waves.iter().take(WAVES);
    let told: Vec<String> = told.map(|wave| in_wave(wave)).collect();
    (!told.is_empty()).then(|| {
        say!(
            "The {score} is {values}. The answers have no dates, so it is not known which came first.",
            score = name,
            values = words::list(&told)
        )
    })
}

/// Returns `−25 (−28 to −21) in spring`.
fn in_wave(wave: &WaveScore) -> String {
    say!(
        "{value} in {wave}",
        value = words::score(&wave.score),
        wave = wave.wave
    )
}

fn value(wave: &WaveScore) -> String {
    let score = wave.score.counts.score();
    score.map_or_else(|| say!("no score").into(), words::signed)
}

fn said(text: String) -> Headline {
    Headline {
        claim: Claim::None,
        text,
        theme: None,
    }
}

fn loose(theme: &ThemeSummary) -> Option<String> {
    let warning = || say!("It is a loose theme, so read the comments before you act.").to_owned();
    is_loose(theme).then(warning)
}

fn topics(brief: &Brief) -> impl DoubleEndedIterator<Item = &ThemeSummary> {
    let themes = brief.themes.iter();
    themes.filter(|theme| theme.kind == ThemeSort::Topic)
}

/// Compares the last wave with the one before and with the first, for each
/// topic, all tested together.
fn shifts(ledger: &Ledger<'_>, brief: &Brief) -> Vec<WaveShift> {
    let waves = &brief.score.waves;
    let steps: Vec<(usize, usize)> = match waves.len() {
        _ if !brief.score.dated => Vec::new(),
        0 | 1 => Vec::new(),
        2 => vec![(0, 1)],
        all => vec![(all - 2, all - 1), (0, all - 1)],
    };
    let commenting = |wave: usize| {
        let side = Selection::parse(&waves[wave].wave, ledger.analysis);
        side.map(|side| ledger.commenting(&side.responses))
            .unwrap_or_default()
    };
    let sides: Vec<[Vec<usize>; 2]> = steps
        .iter()
        .map(|(from, to)| [commenting(*to), commenting(*from)])
        .collect();
    let topics = topics(brief).filter_map(|theme| ledger.find(&theme.id).ok());
    let topics: Vec<usize> = topics.collect();
    let cells = steps.iter().zip(&sides);
    let cells: Vec<_> = cells
        .flat_map(|(step, sides)| topics.iter().map(move |topic| (*step, sides, *topic)))
        .collect();
    let pairs = cells.iter();
    let pairs = pairs.map(|(_, sides, topic)| saying(ledger, sides, *topic));
    let tests = contrasts(pairs, ledger.confidence);
    let found = cells.iter().zip(tests);
    found
        .filter_map(|((step, _, topic), test)| {
            Some(WaveShift {
                finding: *topic,
                from: waves[step.0].wave.clone(),
                to: waves[step.1].wave.clone(),
                is_last_step: step.0 + 2 == waves.len(),
                contrast: test?,
            })
        })
        .collect()
}
