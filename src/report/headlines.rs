//! The findings a reader must not miss, in plain words.
//!
//! Takes the answers and a brief whose numbers are filled in; gives a few
//! sentences. All of them together claim something by chance in at most 5% of
//! reports; what is only mentioned most is told as that.

use crate::feedback::Group;
use crate::inquiry::claims::{Certainty, Claim, InShort};
use crate::inquiry::compare::verdict_of;
use crate::inquiry::contrast::saying;
use crate::inquiry::impacts::{TopicImpact, topic_impacts};
use crate::inquiry::theme_tone::{ThemeTone, ToneShare, ToneVerdict};
use crate::inquiry::{Ledger, Selection};
use crate::nps::change::ScoreChange;
use crate::nps::contrast::{ShareContrast, contrasts};
use crate::nps::estimate::Footing;
use crate::nps::intervals::Proportion;

use super::brief::{Brief, Headline, ThemeSort, ThemeSummary, WaveScore};
use super::sentences::{self, is_loose};
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

    /// Where themes are counted: ` in spring`, or nothing.
    fn place(&self) -> String {
        match self.among.name.as_str() {
            "everybody" => String::new(),
            name => format!(" in {name}"),
        }
    }

    fn score(&self) -> Option<Headline> {
        let name = self.name();
        Some(match self.rated[..] {
            [] => return None,
            [only] => said(self.alone(only)),
            _ if !self.brief.score.dated => said(undated(&self.rated, name)?),
            [.., before, last] => {
                let earlier = self.rated[..self.rated.len() - 2].last();
                let earlier = earlier.map_or_else(String::new, |earlier| {
                    format!(" In {} it was {}.", earlier.wave, value(earlier))
                });
                let Some(change) = self.change else {
                    return Some(said(self.apart([before, last])));
                };
                self.changed(before, last, &change, &earlier)
            }
        })
    }

    fn changed(
        &self,
        before: &WaveScore,
        last: &WaveScore,
        change: &ScoreChange,
        earlier: &str,
    ) -> Headline {
        let name = self.name();
        let range = format!(
            "{} points, range {} to {}",
            words::signed_tenths(change.points),
            words::signed_tenths(change.interval.low),
            words::signed_tenths(change.interval.high)
        );
        let chance = words::by_chance(change.p);
        let (then, now) = (value(before), value(last));
        if change.p > self.budget.change {
            let open = Certainty::new(change.p) == Certainty::Open;
            let unclear = if open { "No clear change: the" } else { "The" };
            return said(format!(
                "{unclear} {name} is {now} in {}, after {then} in {} ({range}). {chance}{earlier}",
                last.wave, before.wave
            ));
        }
        let way = match (change.points < 0.0, Certainty::new(change.p)) {
            (true, Certainty::Clear) => "fell",
            (true, _) => "probably fell",
            (false, Certainty::Clear) => "rose",
            (false, _) => "probably rose",
        };
        Headline {
            claim: Claim::Change,
            text: format!(
                "The {name} {way} from {then} in {} to {now} in {} ({range}). {chance}{earlier}",
                before.wave, last.wave
            ),
            theme: None,
        }
    }

    /// Two waves whose change cannot be told.
    fn apart(&self, waves: [&WaveScore; 2]) -> String {
        let told = waves.map(|wave| match wave.score.estimate.n() {
            few if few < Footing::SHOWN => {
                let ratings = words::ratings(few, &self.brief.scale);
                format!("{ratings} in {}, too few for a {}", wave.wave, self.name())
            }
            _ => format!("{} in {}", words::score(&wave.score), wave.wave),
        });
        format!("The {}: {}.", self.name(), told.join("; "))
    }

    /// What people complain about, praise and ask for most, where nobody rated.
    fn tones(&self) -> Vec<Headline> {
        let commented = self.ledger.commenting(&self.among.responses).len() as u64;
        let most = |does: &str, other: ToneVerdict, of: &dyn Fn(&ThemeTone) -> &ToneShare| {
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
                let about = subject(&theme.label);
                format!("“{about}” ({people}, {share} of commenters)")
            });
            let named: Vec<String> = named.collect();
            Some(Headline {
                claim: Claim::None,
                text: format!("{does} most: {}.", words::list(&named)),
                theme: Some(first.id.clone()),
            })
        };
        let told = [
            most("Complained about", ToneVerdict::Praise, &|tone| {
                &tone.complaint
            }),
            most("Praised", ToneVerdict::Complaints, &|tone| &tone.praise),
            self.asked(),
        ];
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
        let often = if named.is_empty() {
            String::new()
        } else {
            format!(", most often about {}", words::list(&named))
        };
        Some(said(format!(
            "{} commenters ask for something{often}.",
            words::of(requests.people.voiced, requests.people.estimate.n()),
        )))
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
        Some(format!(
            "Of {}, {} complain and {} praise: a net tone of {} (range {} to {}).",
            words::count(counts.n(), "comment", "comments"),
            part(Group::Detractor),
            part(Group::Promoter),
            words::signed(value),
            words::signed(interval.low),
            words::signed(interval.high)
        ))
    }

    /// The score where there is one wave.
    fn alone(&self, only: &WaveScore) -> String {
        if let Some(tone) = Self::tone(only).filter(|_| self.brief.scale.is_tone()) {
            return tone;
        }
        let (name, estimate) = (self.name(), only.score.estimate);
        match (estimate.numbers(), only.score.counts.score()) {
            (Some((value, interval)), _) => format!(
                "The {name} is {} from {} (range {} to {}, for customers like those who answered).",
                words::signed(value),
                words::ratings(estimate.n(), &self.brief.scale),
                words::signed(interval.low),
                words::signed(interval.high)
            ),
            (None, Some(value)) if estimate.n() >= Footing::SHOWN => format!(
                "The {name} is {} from {}; {}.",
                words::signed(value),
                words::ratings(estimate.n(), &self.brief.scale),
                words::not_said(estimate)
            ),
            _ => format!(
                "There is no {name}: {} too few for one.",
                match (estimate.n(), self.brief.scale.is_tone()) {
                    (n, true) => words::count(n, "comment is", "comments are"),
                    (n, false) => words::count(n, "rating is", "ratings are"),
                }
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
        let points = topic.shrunk.value.abs();
        let range = words::reach(topic.shrunk.interval);
        Some(Headline {
            claim: Claim::Impact,
            text: format!(
                "“{}” goes with a {} {}: {} commenters mention it{}, and they pull the {} {} by about {points:.1} points ({range}).{}{}",
                theme.label,
                if down { "lower" } else { "higher" },
                self.name(),
                words::of(said.voiced, said.of),
                self.place(),
                self.name(),
                if down { "down" } else { "up" },
                if down {
                    " Fixing it may not win back all of that."
                } else {
                    ""
                },
                loose(theme)
            ),
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
                format!(
                    "“{}” ({})",
                    theme.label,
                    words::count(*people as u64, "person", "people")
                )
            })
            .collect();
        if named.is_empty() {
            return None;
        }
        let nothing = match self.among.name.as_str() {
            _ if self.rated.is_empty() => String::new(),
            "everybody" => format!(
                "No theme clearly goes with a higher or lower {}. ",
                self.name()
            ),
            wave => format!(
                "In {wave}, no theme clearly goes with a higher or lower {}. ",
                self.name()
            ),
        };
        Some(said(format!(
            "{nothing}Mentioned most{}: {}.",
            self.place(),
            words::list(&named)
        )))
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
        Some(shifted(theme, shift, "comes up more often"))
    }

    /// A theme may fade over several waves: the first is compared with the last.
    fn faded(&self) -> Option<Headline> {
        let (theme, shift) = self.moved(|shift| shift.contrast.difference < 0.0)?;
        Some(shifted(theme, shift, "comes up less often"))
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
                text: format!(
                    "“{}”: {} interviews name this problem, {} of them unasked.",
                    point.name,
                    words::of(point.participants.voiced, point.participants.of),
                    point.unasked
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
        let survey = match theme.respondents {
            0 => "not in the survey".to_owned(),
            people => format!(
                "hardly in the survey ({})",
                words::count(people, "person", "people")
            ),
        };
        Some(Headline {
            claim: Claim::None,
            text: format!(
                "“{}” comes up in {} interviews, but {survey}.",
                theme.label,
                words::of(theme.participants.voiced, theme.participants.of),
            ),
            theme: Some(theme.id.clone()),
        })
    }
}

fn shifted(theme: &ThemeSummary, shift: &WaveShift, how: &str) -> Headline {
    let (now, then) = (shift.contrast.first, shift.contrast.second);
    Headline {
        claim: Claim::Trend,
        text: format!(
            "“{}” {how}: {} commenters mention it in {}, {} in {}.{}",
            theme.label,
            words::of(now.voiced, now.of),
            shift.to,
            words::of(then.voiced, then.of),
            shift.from,
            loose(theme)
        ),
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
    let told: Vec<String> = told
        .map(|wave| format!("{} in {}", words::score(&wave.score), wave.wave))
        .collect();
    (!told.is_empty()).then(|| {
        format!(
            "The {name} is {}. The answers have no dates, so it is not known which came first.",
            words::list(&told)
        )
    })
}

fn value(wave: &WaveScore) -> String {
    let score = wave.score.counts.score();
    score.map_or_else(|| "no score".into(), words::signed)
}

fn said(text: String) -> Headline {
    Headline {
        claim: Claim::None,
        text,
        theme: None,
    }
}

fn loose(theme: &ThemeSummary) -> &'static str {
    if is_loose(theme) {
        " It is a loose theme, so read the comments before you act."
    } else {
        ""
    }
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
