//! A brief about Pontoon, the invented company of the sample corpora, written
//! by hand: three waves, ten interviews, nine themes. And smaller ones.

use motif::feedback::{Group, Rating, Scale};
use motif::inquiry::claims::Claim;
use motif::inquiry::pain_points::PainPoints;
use motif::nps::estimate::{Score, Share};
use motif::nps::impact::{Impact, impact_of_people};
use motif::nps::intervals::{Confidence, Proportion};
use motif::nps::score::Counts;
use motif::nps::shrinkage::Shrunk;
use motif::report::brief::{
    Brief, Conversation, Coverage, GroupShare, Headline, ImpactSummary, InterviewMatrix, MatrixRow,
    MethodNotes, Moves, ScoreOverview, SettingNote, Skipped, SkippedRow, SourceFile, ThemeSort,
    ThemeSummary, Unthemed, WaveScore, WaveShare,
};
use motif::study::{Medium, Quote};
use motif::themes::Firmness;

const WAVES: [&str; 3] = ["autumn", "winter", "spring"];
/// Promoters, passives and detractors who wrote a comment.
const COMMENTED: [u64; 3] = [158, 104, 146];
/// Those who commented, wave by wave.
const BY_WAVE: [u64; 3] = [138, 129, 141];

pub(crate) fn confidence() -> Confidence {
    Confidence::default()
}

pub(crate) fn counts(promoters: u64, passives: u64, detractors: u64) -> Counts {
    Counts {
        promoters,
        passives,
        detractors,
    }
}

fn everybody() -> Counts {
    counts(COMMENTED[0], COMMENTED[1], COMMENTED[2])
}

pub(crate) fn share(voiced: u64, of: u64) -> Share {
    Share::new(Proportion { voiced, of }, confidence())
}

fn wave(name: &str, counts: Counts) -> WaveScore {
    WaveScore {
        wave: name.into(),
        score: Score::new(counts, confidence()),
    }
}

fn source(file: &str, responses: u64, wave: &str) -> SourceFile {
    SourceFile {
        file: file.into(),
        responses,
        waves: vec![wave.into()],
        ..SourceFile::default()
    }
}

/// What an impact is among those of nine themes: shrunk by a point, and a
/// finding where its range is clear of zero.
fn moves(impact: Option<Impact>) -> Option<Moves> {
    let (value, interval) = impact.as_ref()?.points.numbers()?;
    Some(Moves {
        found: interval.excludes_zero(),
        q: impact.as_ref()?.p,
        topics: 9,
        likely: Shrunk {
            value: value - value.signum(),
            interval,
        },
    })
}

/// A theme voiced by so many promoters, passives and detractors.
pub(crate) fn theme(id: &str, label: &str, groups: [u64; 3], waves: [u64; 3]) -> ThemeSummary {
    let with = counts(groups[0], groups[1], groups[2]);
    let others = everybody()
        .without(with)
        .expect("voices are among those who commented");
    ThemeSummary {
        id: id.into(),
        label: label.into(),
        terms: Vec::new(),
        kind: ThemeSort::Topic,
        firmness: None,
        by_hand: false,
        fit: None,
        broader: None,
        confirmed: false,
        owner: None,
        respondents: with.n(),
        participants: Proportion { voiced: 0, of: 10 },
        accounts: Proportion {
            voiced: with.n().min(31),
            of: 45,
        },
        passages: with.n() + with.n() / 4,
        groups: Group::ALL
            .into_iter()
            .map(|group| GroupShare {
                group,
                share: share(with.count(group), everybody().count(group)),
            })
            .collect(),
        score: Some(Score::new(with, confidence())),
        others: Some(Score::new(others, confidence())),
        impact: match impact_of_people([with, others], 0, None, confidence()) {
            Some(impact) => ImpactSummary::Points(impact.points),
            None => ImpactSummary::Unknown {
                why: "nobody who mentions it gave a rating".into(),
            },
        },
        moves: moves(impact_of_people([with, others], 0, None, confidence())),
        worst: Some(share(with.detractors, everybody().n())),
        parts: Vec::new(),
        tone: None,
        trend: WAVES
            .into_iter()
            .zip(waves)
            .zip(BY_WAVE)
            .map(|((wave, voiced), of)| WaveShare {
                wave: wave.into(),
                share: share(voiced, of),
            })
            .collect(),
        quotes: Vec::new(),
        cautions: Vec::new(),
        checked: None,
    }
}

/// A comment: rating, account, day, row and words.
pub(crate) fn comment(rating: u8, account: &str, date: &str, row: u32, text: &str) -> Quote {
    let rating = Rating::new(rating).expect("0 to 10");
    let wave = match &date[..7] {
        "2024-09" | "2024-10" => "autumn",
        "2025-01" | "2025-02" => "winter",
        _ => "spring",
    };
    Quote {
        text: text.into(),
        group: Some(rating.group()),
        rating: Some(rating),
        date: Some(date.into()),
        wave: Some(wave.into()),
        account: Some(account.into()),
        source: format!("{wave}.csv"),
        record: Some(format!("R-{row}")),
        row: Some(row),
        end: text.chars().count(),
        ..Quote::default()
    }
}

/// A turn of an interview: speaker, account, file, line and words.
pub(crate) fn turn(speaker: &str, account: &str, file: &str, line: u32, text: &str) -> Quote {
    Quote {
        text: text.into(),
        origin: Medium::Interview,
        speaker: Some(speaker.into()),
        account: Some(account.into()),
        date: Some("2025-05-14".into()),
        source: file.into(),
        line: Some(line),
        start: 1_204,
        end: 1_204 + text.chars().count(),
        ..Quote::default()
    }
}

fn words(terms: &[&str]) -> Vec<String> {
    terms.iter().map(|term| (*term).to_owned()).collect()
}

fn slow_support() -> ThemeSummary {
    let mut theme = theme(
        "slow-support",
        "Support takes days to answer",
        [3, 11, 52],
        [4, 6, 56],
    );
    theme.terms = words(&["ticket", "chatbot", "wait for days", "phone line", "answer"]);
    theme.participants.voiced = 6;
    theme.firmness = Some(Firmness::from_share(0.94));
    let mut split = comment(
        2,
        "Metro Facility Group",
        "2025-04-22",
        88,
        "three days for an answer that was a link to the help page",
    );
    split.before = Some("Board is fine.".into());
    split.after = Some("My dispatchers ring ME now.".into());
    let mut german = comment(
        4,
        "Alpgas Service",
        "2025-04-29",
        141,
        "Früher hat jemand abgehoben. Jetzt antwortet ein Roboter, und der versteht Störungsmeldung nicht.",
    );
    german.language = Some("de".into());
    theme.quotes = vec![
        split,
        comment(
            7,
            "Wärmewerk Süd",
            "2025-05-02",
            160,
            "Good product, but since you took the phone number away I plan two days for every question.",
        ),
        german,
        turn(
            "Aoife Kearney",
            "Shannon Pest Control",
            "interviews/03-kearney.md",
            41,
            "There are four of us. If the app is down I don't open a ticket, I lose the morning. I used to just call.",
        ),
        comment(
            9,
            "Fjordfiber",
            "2025-04-18",
            61,
            "Still a 9, still love it. But please bring Trond from support back, the bot is not Trond",
        ),
        comment(
            0,
            "Hallam Lifts",
            "2025-05-06",
            187,
            "ticket 3 weeks open. closed by the bot \"due to inactivity\". YOUR inactivity.",
        ),
        comment(
            5,
            "Bexley Boilers",
            "2025-04-24",
            97,
            "i dont mind a chatbot if it gets me to a person. it doesnt",
        ),
    ];
    theme
}

fn login_lockout() -> ThemeSummary {
    let mut theme = theme(
        "login-lockout",
        "Locked out since single sign-on",
        [1, 5, 23],
        [0, 2, 27],
    );
    theme.terms = words(&["log in", "locked out", "SSO", "password", "again and again"]);
    theme.participants.voiced = 3;
    theme.firmness = Some(Firmness::from_share(0.91));
    theme.accounts.voiced = 9;
    theme.cautions = vec!["all 29 people are in the tier Enterprise, where 112 of 408 are.".into()];
    theme.quotes = vec![
        comment(
            3,
            "Nordlift",
            "2025-04-16",
            33,
            "Every morning the same: logged out, code by text message, logged out again. 14 technicians on a roof waiting.",
        ),
        comment(
            6,
            "Metro Facility Group",
            "2025-05-05",
            171,
            "SSO migration was announced as seamless. Locked out twice this week, once during an entrapment call.",
        ),
        turn(
            "Sabine Keller",
            "Alpgas Service",
            "interviews/07-keller.vtt",
            118,
            "I have written the password on the van. I know. But I have written it on the van.",
        ),
        comment(
            8,
            "Alpgas Service",
            "2025-04-30",
            149,
            "would be a 9 if it remembered me for longer than a coffee",
        ),
    ];
    theme.quotes[2].seconds = Some(725);
    theme
}

fn slow_board() -> ThemeSummary {
    let mut theme = theme(
        "slow-board",
        "The board freezes in the morning",
        [2, 9, 17],
        [22, 6, 0],
    );
    theme.terms = words(&[
        "dispatch board",
        "freezes",
        "loading",
        "seven o'clock",
        "reload",
    ]);
    theme.participants.voiced = 1;
    theme.cautions =
        vec!["not voiced since winter: the fix of 20 December 2024 came between.".into()];
    theme.quotes = vec![
        comment(
            4,
            "Van Loon Liften",
            "2024-09-24",
            58,
            "Half past seven, everybody in the office, and the board draws itself like a painting.",
        ),
        comment(
            7,
            "Climalys",
            "2024-10-02",
            120,
            "Freezes when more than two people plan at once",
        ),
        comment(
            9,
            "Van Loon Liften",
            "2025-01-21",
            45,
            "The board is FAST now. Whoever did that before Christmas: thank you",
        ),
    ];
    theme
}

fn custom_reports() -> ThemeSummary {
    let mut theme = theme(
        "custom-reports",
        "My own reports, and out to Excel",
        [0, 36, 0],
        [12, 11, 13],
    );
    theme.terms = words(&["own report", "Excel", "export", "filter", "dashboard"]);
    theme.participants.voiced = 2;
    theme.firmness = Some(Firmness::from_share(0.97));
    theme.quotes = vec![
        comment(
            8,
            "Sunbelt Air",
            "2025-01-16",
            19,
            "It's an 8 because every Friday I retype your dashboard into Excel.",
        ),
        comment(
            7,
            "Climalys",
            "2024-09-30",
            102,
            "Insights shows me what you find interesting. I would like to see what I find interesting.",
        ),
        turn(
            "Rosa Delgado",
            "Sunbelt Air",
            "interviews/10-delgado.txt",
            77,
            "Give me one export button and I'm a nine. I told them that in autumn, too.",
        ),
    ];
    theme.quotes[1].language = Some("en".into());
    theme
}

fn sap_connector() -> ThemeSummary {
    let mut theme = theme(
        "sap-connector",
        "The SAP connector drops orders",
        [0, 1, 9],
        [3, 3, 4],
    );
    theme.terms = words(&["SAP", "connector", "orders missing", "twice", "interface"]);
    theme.participants.voiced = 1;
    theme.accounts.voiced = 1;
    theme.cautions = vec!["all 10 people are of one account, Brackwater Utilities: one customer's trouble, not everybody's.".into()];
    theme.quotes = vec![
        comment(
            1,
            "Brackwater Utilities",
            "2025-01-29",
            96,
            "Orders vanish between SAP and your board. Not late. Gone. We found eleven of them in March because a customer rang.",
        ),
        comment(
            3,
            "Brackwater Utilities",
            "2025-04-17",
            52,
            "connector again",
        ),
        turn(
            "Graham Pike",
            "Brackwater Utilities",
            "interviews/08-pike.docx",
            23,
            "I have a man whose job, his whole job, is to count the orders on both sides.",
        ),
    ];
    theme.quotes[2].group = Some(Group::Detractor);
    theme
}

fn easy_to_use() -> ThemeSummary {
    let mut theme = theme(
        "easy-to-use",
        "Easy to learn, easy to use",
        [58, 14, 4],
        [27, 25, 24],
    );
    theme.terms = words(&["easy", "simple", "learned", "in a day", "colleagues"]);
    theme.participants.voiced = 7;
    theme.quotes = vec![
        comment(
            10,
            "Shannon Pest Control",
            "2024-09-19",
            22,
            "My father is 63 and dispatches with it. That is the review.",
        ),
        comment(
            9,
            "Fjordfiber",
            "2025-01-20",
            37,
            "New colleague planned her first week alone on day two",
        ),
        comment(
            6,
            "Bexley Boilers",
            "2025-05-07",
            195,
            "Easy, yes. Shame about everything behind it lately.",
        ),
    ];
    theme
}

fn crew_offline() -> ThemeSummary {
    let mut theme = theme(
        "crew-offline",
        "No reception, no app",
        [9, 12, 13],
        [12, 11, 11],
    );
    theme.terms = words(&["offline", "basement", "lift shaft", "photos", "upload"]);
    theme.participants.voiced = 4;
    theme.quotes = vec![
        comment(
            5,
            "Hallam Lifts",
            "2024-10-08",
            176,
            "Guess where lifts are. In shafts. Guess what shafts don't have.",
        ),
        comment(
            8,
            "Nordlift",
            "2025-02-03",
            154,
            "Photos upload at home, over dinner, all forty of them",
        ),
        comment(
            9,
            "Sunbelt Air",
            "2025-04-28",
            131,
            "offline got so much better this year, only the photos hang",
        ),
    ];
    theme
}

fn contact_turnover() -> ThemeSummary {
    let mut theme = theme(
        "contact-turnover",
        "Always a new contact at Pontoon",
        [0; 3],
        [0; 3],
    );
    theme.terms = words(&[
        "contact person",
        "new one",
        "introduced",
        "our story",
        "again",
    ]);
    theme.participants.voiced = 5;
    theme.accounts.voiced = 5;
    theme.passages = 14;
    theme.groups = Vec::new();
    theme.score = None;
    theme.others = None;
    theme.trend = Vec::new();
    theme.impact = ImpactSummary::Unknown {
        why: "it was voiced in interviews only".into(),
    };
    theme.quotes = vec![
        turn(
            "Hanne Lindqvist",
            "Nordlift",
            "interviews/01-lindqvist.md",
            29,
            "I have explained our depots to four people in two years. The fourth asked me what a depot was.",
        ),
        turn(
            "Denise Okoro",
            "Metro Facility Group",
            "interviews/05-okoro.docx",
            12,
            "Nobody said goodbye. One day the signature under the mail was a different one.",
        ),
    ];
    theme
}

fn praise() -> ThemeSummary {
    let mut theme = theme("general-praise", "Great, love it", [31, 3, 0], [13, 12, 9]);
    theme.kind = ThemeSort::Praise;
    theme.terms = words(&["great", "love", "perfect", "happy", "keep going"]);
    theme.accounts.voiced = 22;
    theme.quotes = vec![
        comment(10, "Alpgas Service", "2024-09-26", 71, "top!"),
        comment(9, "Climalys", "2025-01-24", 70, "Très contente, continuez."),
    ];
    theme.quotes[1].language = Some("fr".into());
    theme
}

fn conversations() -> Vec<Conversation> {
    let people = [
        (
            "Hanne Lindqvist",
            "Nordlift",
            "decision maker",
            Group::Detractor,
            "01-lindqvist.md",
        ),
        (
            "Marcus Brandt",
            "Wärmewerk Süd",
            "champion",
            Group::Passive,
            "02-brandt.docx",
        ),
        (
            "Aoife Kearney",
            "Shannon Pest Control",
            "decision maker",
            Group::Promoter,
            "03-kearney.md",
        ),
        (
            "Julien Mercier",
            "Climalys",
            "champion",
            Group::Passive,
            "04-mercier.txt",
        ),
        (
            "Denise Okoro",
            "Metro Facility Group",
            "champion",
            Group::Detractor,
            "05-okoro.docx",
        ),
        (
            "Piet van Loon",
            "Van Loon Liften",
            "end user",
            Group::Promoter,
            "06-vanloon.txt",
        ),
        (
            "Sabine Keller",
            "Alpgas Service",
            "end user",
            Group::Passive,
            "07-keller.vtt",
        ),
        (
            "Graham Pike",
            "Brackwater Utilities",
            "decision maker",
            Group::Detractor,
            "08-pike.docx",
        ),
        (
            "Tuva Berg",
            "Fjordfiber",
            "end user",
            Group::Promoter,
            "09-berg.vtt",
        ),
        (
            "Rosa Delgado",
            "Sunbelt Air",
            "champion",
            Group::Passive,
            "10-delgado.txt",
        ),
    ];
    people
        .into_iter()
        .map(|(participant, account, role, group, file)| Conversation {
            participant: participant.into(),
            account: Some(account.into()),
            role: Some(role.into()),
            group: Some(group),
            date: Some("2025-05-14".into()),
            source: format!("interviews/{file}"),
        })
        .collect()
}

fn matrix(themes: &[ThemeSummary]) -> Vec<MatrixRow> {
    themes
        .iter()
        .enumerate()
        .filter(|(_, theme)| theme.participants.voiced > 0)
        .map(|(index, theme)| {
            let mut voiced_in: Vec<usize> = (0..theme.participants.voiced as usize)
                .map(|at| (at * 3 + index * 2) % 10)
                .collect();
            voiced_in.sort_unstable();
            MatrixRow {
                theme: theme.id.clone(),
                label: theme.label.clone(),
                voiced_in,
            }
        })
        .collect()
}

fn method() -> MethodNotes {
    let setting = |name: &str, value: &str, why: &str| SettingNote {
        name: name.into(),
        value: value.into(),
        why: why.into(),
    };
    MethodNotes {
        grain: "9 themes: the comments fall into clear groups.".into(),
        changes: Vec::new(),
        notes: vec![
            "Comments and interview notes were cut into 1,316 sentences and clauses. Those that say similar things were put together, without being told what to look for; how finely was chosen by what comes out the same when a part is left out.".into(),
            "A score's range is the adjusted Wald interval, a share's the Wilson interval, an impact's the delta method. Under 5 people no number is given, under 30 it is marked.".into(),
        ],
        settings: vec![
            setting("themes.grain", "auto", "the coarsest that returns when a fifth of the comments is left out"),
            setting("themes.min_size", "5", "fewer people than that are an anecdote"),
            setting("report.confidence", "0.95", "the custom; wrong one time in twenty"),
            setting("interviews.interviewer", "left out", "the words of who asks are not the customer's"),
        ],
    }
}

/// The whole study.
pub(crate) fn study() -> Brief {
    let themes = vec![
        slow_support(),
        login_lockout(),
        easy_to_use(),
        custom_reports(),
        crew_offline(),
        slow_board(),
        contact_turnover(),
        sap_connector(),
        praise(),
    ];
    let headline = |text: &str, theme: Option<&str>| Headline {
        claim: Claim::None,
        text: text.into(),
        theme: theme.map(str::to_owned),
    };
    Brief {
        requests: None,
        pain_points: PainPoints::default(),
        saturation: None,
        title: "What Pontoon’s customers say, autumn to spring".into(),
        confidence: confidence(),
        base: "everybody".into(),
        sources: vec![
            source("autumn.csv", 212, "autumn"),
            source("winter.csv", 198, "winter"),
            source("spring.csv", 206, "spring"),
            SourceFile {
                file: "interviews".into(),
                interviews: 10,
                ..SourceFile::default()
            },
        ],
        headlines: vec![
            headline("Waiting for support is what detractors talk about most: 52 of 146 who commented (36%, between 28% and 44%), in every tier and region, nearly all of them in spring. 6 of 10 interviews say the same.", Some("slow-support")),
            headline("Being locked out since the move to single sign-on comes second, from 29 people, and only in the tier Enterprise.", Some("login-lockout")),
            headline("What keeps passives from a 9 is their own reports: 36 of 104 ask for them (35%, between 26% and 44%), and no promoter or detractor does.", Some("custom-reports")),
            headline("The morning freeze of the board is gone: 22 people in autumn, 6 in winter, none in spring.", Some("slow-board")),
            headline("The score fell from +34 in autumn to −11 in spring, more than chance would do.", None),
        ],
        cautions: vec![
            "208 of 616 answers came without a comment; their ratings count in the score, and nobody knows their reasons.".into(),
            "Ten interviews are no survey: they show what can be the matter, not how often it is.".into(),
        ],
        unit: "People are counted once: numbers by theme use each person’s latest answer.".into(),
        coverage: Coverage {
            asked: 616,
            rated: 611,
            commented: 408,
            themed: 352,
            parked: 0,
            unthemed: 35,
            blank: 21,
            interviews: 10,
            skipped: 3,
        },
        interviews: InterviewMatrix {
            conversations: conversations(),
            matrix: matrix(&themes),
            notes: vec!["Ten conversations were read. A theme that none of them mentions may still be held by up to 26% of customers (95% sure); one that a fifth of customers hold stays unheard in ten conversations 11 times in 100.".into()],
        },
        themes,
        together: None,
        parked: Vec::new(),
        empty: Vec::new(),
        comments: Vec::new(),
        noted: Vec::new(),
        unthemed: Unthemed {
            people: Some(share(35, 408)),
            passages: 71,
            examples: vec![
                comment(8, "Climalys", "2025-01-30", 140, "we changed offices and nobody noticed, which I count as a compliment"),
                comment(5, "Hallam Lifts", "2024-10-04", 151, "The invoice came to my predecessor. He is dead."),
            ],
        },
        scale: Scale::default(),
        score: ScoreOverview {
            dated: true,
            overall: Some(Score::new(counts(262, 163, 186), confidence())),
            waves: vec![
                wave("autumn", counts(112, 59, 40)),
                wave("winter", counts(92, 58, 46)),
                wave("spring", counts(58, 66, 80)),
            ],
        },
        skipped: Skipped {
            total: 3,
            first: vec![
                SkippedRow { file: "winter.csv".into(), row: Some(88), reason: "rating `11` is not between 0 and 10".into() },
                SkippedRow { file: "spring.csv".into(), row: Some(12), reason: "rating `7.5` is not a whole number".into() },
                SkippedRow { file: "spring.csv".into(), row: Some(1_203), reason: "the row has 4 fields, the header 11".into() },
            ],
        },
        plan: Vec::new(),
        method: method(),
    }
}

/// Five comments: too few to group, so all of them stand there.
pub(crate) fn five_comments() -> Brief {
    let comments = vec![
        comment(
            3,
            "Hallam Lifts",
            "2025-04-22",
            2,
            "three days for one answer",
        ),
        comment(9, "Nordlift", "2025-04-22", 3, "easy"),
        comment(10, "Climalys", "2025-04-23", 4, "we saved a day a week"),
        comment(7, "Fjordfiber", "2025-04-23", 5, "export to Excel please"),
    ];
    Brief {
        title: "Five answers".into(),
        sources: vec![source("five.csv", 5, "spring")],
        headlines: vec![Headline {
            claim: Claim::None,
            text: "5 comments are too few to group into themes; here they all are.".into(),
            theme: None,
        }],
        coverage: Coverage {
            asked: 5,
            rated: 4,
            commented: 5,
            unthemed: 5,
            ..Coverage::default()
        },
        comments,
        score: ScoreOverview {
            dated: true,
            overall: Some(Score::new(counts(2, 1, 1), confidence())),
            waves: vec![wave("spring", counts(2, 1, 1))],
        },
        ..Brief::default()
    }
}

/// Comments without a single rating.
pub(crate) fn unrated() -> Brief {
    let mut brief = study();
    brief.score = ScoreOverview::default();
    brief.coverage.rated = 0;
    for theme in &mut brief.themes {
        theme.groups.clear();
        theme.score = None;
        theme.others = None;
        theme.impact = ImpactSummary::Unknown {
            why: "there are no ratings".into(),
        };
    }
    brief
}

/// Ratings without a single comment.
pub(crate) fn wordless() -> Brief {
    Brief {
        title: "Ratings only".into(),
        sources: vec![source("ratings.csv", 40, "spring")],
        coverage: Coverage {
            asked: 40,
            rated: 40,
            ..Coverage::default()
        },
        score: ScoreOverview {
            dated: true,
            overall: Some(Score::new(counts(20, 10, 10), confidence())),
            waves: vec![wave("spring", counts(20, 10, 10))],
        },
        ..Brief::default()
    }
}

/// Conversations and no survey.
pub(crate) fn interviews_only() -> Brief {
    let whole = study();
    Brief {
        title: "Ten conversations".into(),
        sources: vec![whole.sources[3].clone()],
        coverage: Coverage {
            interviews: 10,
            ..Coverage::default()
        },
        themes: vec![contact_turnover()],
        interviews: whole.interviews,
        ..Brief::default()
    }
}

/// Twelve waves, one of them of three answers.
pub(crate) fn twelve_waves() -> Brief {
    let mut brief = study();
    let name = |at: u64| format!("{}-Q{}", 2022 + at / 4, at % 4 + 1);
    brief.score.waves = (0..12)
        .map(|at| match at {
            4 => wave(&name(at), counts(1, 1, 1)),
            5 => wave(&name(at), counts(9, 6, 3)),
            _ => wave(&name(at), counts(60 + 3 * at, 50, 30 + at * at)),
        })
        .collect();
    brief.themes[0].trend = (0..12)
        .map(|at| WaveShare {
            wave: name(at),
            share: share(
                2 + at * at / 2,
                if at == 4 { 3 } else { 130 }.max(2 + at * at / 2),
            ),
        })
        .collect();
    brief
}
