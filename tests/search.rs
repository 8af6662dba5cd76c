//! What a search finds, marks and counts, and what it says when it cannot.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use motif::feedback::{
    Interview, LineMark, Place, Rating, Response, Scale, Span, SpeakerRole, Turn,
};
use motif::search::{self, Context, Error, Hit, Hits, Index, Query, SearchOptions, Sort};
use motif::vectorize::VectorSource;
use proptest::prelude::*;
use tempfile::TempDir;

/// A comment of the survey `spring.csv`, with `rating`, `wave` and so on.
fn comment(id: &str, rating: u8, text: &str) -> Response {
    Response {
        source: "spring.csv".into(),
        id: Some(id.into()),
        row: 2,
        rating: Rating::new(rating),
        comment: Some(text.into()),
        wave: "spring".into(),
        date: Some("2025-04-14".into()),
        ..Response::default()
    }
}

fn with(mut response: Response, name: &str, value: &str) -> Response {
    response.attributes.insert(name, value);
    response
}

/// Notes with one turn a line: `Hanne: …`. Those of `Bo` are the interviewer's.
fn notes(source: &str, text: &str) -> Interview {
    let mut interview = Interview {
        source: source.into(),
        text: text.into(),
        ..Interview::default()
    };
    let mut start = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let words = line.trim_end();
        let (speaker, _) = words.split_once(": ").unwrap();
        interview.marks.push(LineMark {
            start,
            line: number as u32 + 1,
            seconds: None,
        });
        interview.turns.push(Turn {
            speaker: Some(speaker.into()),
            role: if speaker == "Bo" {
                SpeakerRole::Interviewer
            } else {
                SpeakerRole::Participant
            },
            span: Span {
                start: start + speaker.len() + 2,
                end: start + words.len(),
            },
        });
        start += line.len();
    }
    interview
}

/// A corpus and its index, gone when dropped.
struct Corpus {
    responses: Vec<Response>,
    interviews: Vec<Interview>,
    index: Index,
    _folder: TempDir,
}

impl Corpus {
    fn new(responses: Vec<Response>, interviews: Vec<Interview>) -> Self {
        let folder = TempDir::new().unwrap();
        let index = Index::build(
            folder.path(),
            &Scale::default(),
            &responses,
            &interviews,
            "stamp",
        )
        .unwrap();
        Self {
            responses,
            interviews,
            index,
            _folder: folder,
        }
    }

    /// The same, with what is meant.
    fn by_meaning(responses: Vec<Response>, interviews: Vec<Interview>) -> Self {
        let corpus = Self::new(responses, interviews);
        let index = corpus
            .index
            .with_embedder(
                Arc::new(VectorSource::Builtin),
                &corpus.responses,
                &corpus.interviews,
            )
            .unwrap();
        Self { index, ..corpus }
    }

    fn comments(texts: &[&str]) -> Self {
        let numbered = texts.iter().enumerate();
        let responses = numbered.map(|(number, text)| comment(&number.to_string(), 5, text));
        Self::new(responses.collect(), Vec::new())
    }

    fn try_search(&self, query: &str) -> Result<Hits, Error> {
        self.index
            .search(&Query::parse(query)?, &SearchOptions::default())
    }

    fn search(&self, query: &str) -> Hits {
        self.try_search(query)
            .unwrap_or_else(|error| panic!("{query}: {error}"))
    }

    /// The whole text a hit is from.
    fn text(&self, hit: &Hit) -> &str {
        match hit.place {
            Place::Comment { response, .. } => self.responses[response].comment.as_deref().unwrap(),
            Place::Turn { interview, .. } => &self.interviews[interview].text,
        }
    }

    /// The ids of the responses found, sorted; `file:turn` for turns.
    fn found(&self, query: &str) -> Vec<String> {
        let hits = self.search(query).hits;
        let mut found: Vec<String> = hits.iter().map(|hit| self.name(hit)).collect();
        found.sort();
        found
    }

    fn name(&self, hit: &Hit) -> String {
        match hit.place {
            Place::Comment { response, .. } => self.responses[response].record(),
            Place::Turn {
                interview, turn, ..
            } => {
                format!("{}:{turn}", self.interviews[interview].source)
            }
        }
    }

    /// The words marked in the first hit.
    fn marked(&self, query: &str) -> Vec<&str> {
        let hits = self.search(query).hits;
        let text = self.text(&hits[0]);
        hits[0]
            .matches
            .iter()
            .map(|span| span.slice(text))
            .collect()
    }

    fn fails(&self, query: &str) -> Error {
        self.try_search(query).expect_err(query)
    }
}

/// Surveys and notes of one small company.
fn company() -> Corpus {
    let mut winter = comment("w1", 9, "the new export is lovely");
    winter.wave = "winter".into();
    winter.source = "winter.csv".into();
    winter.date = Some("2025-01-20T09:30:00".into());
    winter.account = Some("Van Loon Liften".into());
    let mut gap = comment("s2", 3, "support never answers about our invoices");
    gap.date = Some("2025-04-02".into());
    gap.account = Some("Kade 12".into());
    let responses = vec![
        with(with(winter, "tier", "Enterprise"), "Seats", "120"),
        with(
            with(comment("s1", 7, "the export drops rows"), "tier", "Smb"),
            "Seats",
            "8",
        ),
        with(with(gap, "tier", "Smb"), "role", "decision maker"),
        comment(
            "s3",
            10,
            "die Rechnungen sind endlich richtig und die App ist schnell",
        ),
    ];
    let mut interview = notes(
        "hanne.md",
        "Bo: How does the export work for you?\r\nHanne Vos: It works 😀 but every invoice is wrong twice.\r\n",
    );
    interview.date = Some("2025-04-03".into());
    interview.account = Some("Van Loon Liften".into());
    Corpus::new(responses, vec![interview])
}

#[test]
fn a_remembered_phrase_is_found_with_its_file_and_line() {
    let corpus = company();
    let hits = corpus.search("\"every invoice is wrong\"").hits;
    assert_eq!(hits.len(), 1);
    let Place::Turn {
        interview, span, ..
    } = hits[0].place
    else {
        panic!("a turn was expected");
    };
    let notes = &corpus.interviews[interview];
    assert_eq!(notes.source, "hanne.md");
    assert_eq!(notes.mark(span.start).map(|mark| mark.line), Some(2));
    assert_eq!(span.slice(&notes.text), hits[0].text);
}

#[test]
fn matches_slice_to_the_words_with_emoji_and_line_breaks() {
    let corpus = company();
    assert_eq!(
        corpus.marked("\"every invoice\" role:participant"),
        ["every", "invoice"]
    );
    let corpus = Corpus::comments(&["😀 Ça marche\r\n— naïve Invoices 👍, l’invoice"]);
    assert_eq!(corpus.marked("invoice"), ["Invoices", "l’invoice"]);
    assert_eq!(corpus.marked("naive"), ["naïve"]);
}

#[test]
fn pieces_join_to_the_text_shown() {
    let corpus = Corpus::comments(&["wrong invoice, again an INVOICE"]);
    let hits = corpus.search("invoices").hits;
    let pieces = hits[0].pieces();
    let joined: String = pieces.iter().map(|piece| piece.text).collect();
    assert_eq!(joined, hits[0].text);
    let marked: Vec<&str> = pieces
        .iter()
        .filter(|piece| piece.is_match)
        .map(|piece| piece.text)
        .collect();
    assert_eq!(marked, ["invoice", "INVOICE"]);
}

#[test]
fn words_are_found_by_the_stems_of_their_language() {
    let corpus = Corpus::comments(&[
        "die Rechnungen sind nicht richtig",
        "the invoices are not right",
        "les factures de la société sont fausses",
    ]);
    assert_eq!(corpus.found("Rechnung"), ["0"]);
    assert_eq!(corpus.found("invoice"), ["1"]);
    assert_eq!(corpus.found("facture"), ["2"]);
    // German cuts `Noten` down to `not`, which is no reason to find English "not".
    assert_eq!(corpus.found("Noten"), [""; 0]);
}

#[test]
fn a_text_too_short_to_tell_is_stemmed_in_every_language_of_the_corpus() {
    let corpus = Corpus::comments(&[
        "die App ist nicht schnell",
        "the app is not so fast",
        "Rechnungen!",
        "invoices!",
    ]);
    assert_eq!(corpus.found("Rechnung"), ["2"]);
    assert_eq!(corpus.found("invoice"), ["3"]);
}

#[test]
fn the_word_as_written_comes_before_its_other_forms() {
    let corpus = Corpus::comments(&["the invoice is late", "the invoices is late"]);
    let order: Vec<String> = corpus
        .search("invoices")
        .hits
        .iter()
        .map(|hit| corpus.name(hit))
        .collect();
    assert_eq!(order, ["1", "0"]);
}

#[test]
fn words_mean_all_of_them_and_operators_say_otherwise() {
    let corpus = Corpus::comments(&["slow export", "slow login", "export login", "price"]);
    assert_eq!(corpus.found("slow export"), ["0"]);
    assert_eq!(corpus.found("slow AND export"), ["0"]);
    assert_eq!(corpus.found("slow OR price"), ["0", "1", "3"]);
    assert_eq!(corpus.found("slow -export"), ["1"]);
    assert_eq!(corpus.found("NOT slow"), ["2", "3"]);
    assert_eq!(corpus.found("-(slow OR price)"), ["2"]);
    assert_eq!(corpus.found("slow export OR price"), ["0", "3"]);
    assert_eq!(corpus.found("slow (export OR login)"), ["0", "1"]);
    assert_eq!(corpus.found("NOT NOT price"), ["3"]);
    assert_eq!(corpus.found(""), ["0", "1", "2", "3"]);
    assert_eq!(corpus.found("*"), ["0", "1", "2", "3"]);
}

#[test]
fn a_phrase_is_words_in_order_and_slop_lets_others_between() {
    let corpus = Corpus::comments(&[
        "support is never there",
        "never any support",
        "the support team never answers",
    ]);
    assert_eq!(corpus.found("\"support never\""), [""; 0]);
    assert_eq!(corpus.found("\"support never\"~1"), ["0", "2"]);
    assert_eq!(corpus.found("“support is never”"), ["0"]);
    assert_eq!(
        corpus.marked("\"support never\"~1 team"),
        ["support", "team", "never"]
    );
}

#[test]
fn a_quoted_word_is_meant_as_written() {
    let corpus = Corpus::comments(&["the invoice", "the invoices"]);
    assert_eq!(corpus.found("\"invoice\""), ["0"]);
}

#[test]
fn only_the_phrase_is_marked_not_its_words_elsewhere() {
    let corpus = Corpus::comments(&["support, the team: support team"]);
    assert_eq!(corpus.marked("\"support team\""), ["support", "team"]);
    let hits = corpus.search("\"support team\"").hits;
    assert_eq!(hits[0].matches[0].start, 19);
}

#[test]
fn a_fuzzy_word_forgives_letters() {
    let corpus = Corpus::comments(&["invioce", "invoice", "invvoicee", "voice"]);
    assert_eq!(corpus.found("invoice~1"), ["0", "1"]);
    assert_eq!(corpus.found("invoice~"), ["0", "1"]);
    assert_eq!(corpus.found("invoice~2"), ["0", "1", "2", "3"]);
    assert_eq!(corpus.search("invoice~2").hits[0].text, "invoice");
    assert_eq!(corpus.marked("invioces~1"), ["invioce"]);
}

#[test]
fn a_star_stands_for_any_ending() {
    let corpus = Corpus::comments(&["onboarding", "on board", "board"]);
    assert_eq!(corpus.found("onb*"), ["0"]);
    assert_eq!(corpus.found("BOARD*"), ["1", "2"]);
    assert_eq!(corpus.marked("onb*"), ["onboarding"]);
}

#[test]
fn what_is_written_together_is_a_phrase() {
    let corpus = Corpus::comments(&["send an e-mail", "mail the letter e"]);
    assert_eq!(corpus.found("e-mail"), ["0"]);
    assert_eq!(corpus.found("send & mail"), ["0"]);
}

#[test]
fn every_field_filters() {
    let corpus = company();
    for (query, expected) in [
        ("group:detractor", vec!["s2"]),
        ("group:Promoters", vec!["s3", "w1"]),
        ("wave:winter", vec!["w1"]),
        ("source:interview", vec!["hanne.md:0", "hanne.md:1"]),
        ("source:survey wave:spring", vec!["s1", "s2", "s3"]),
        ("source:winter.csv", vec!["w1"]),
        ("file:hanne", vec!["hanne.md:0", "hanne.md:1"]),
        ("speaker:hanne", vec!["hanne.md:1"]),
        ("role:interviewer", vec!["hanne.md:0"]),
        ("role:participant", vec!["hanne.md:1"]),
        ("role:\"decision maker\"", vec!["s2"]),
        (
            "account:\"Van Loon Liften\"",
            vec!["hanne.md:0", "hanne.md:1", "w1"],
        ),
        ("account:van*", vec!["hanne.md:0", "hanne.md:1", "w1"]),
        ("date:2025-01", vec!["w1"]),
        ("date:2025-01-20", vec!["w1"]),
        (
            "date:2025-04-01..2025-04-03",
            vec!["hanne.md:0", "hanne.md:1", "s2"],
        ),
        ("date:..2025-03", vec!["w1"]),
        ("date:>2025-04-03", vec!["s1", "s3"]),
        ("rating:7", vec!["s1"]),
        ("rating:0..6", vec!["s2"]),
        ("rating:>=9", vec!["s3", "w1"]),
        ("rating:..", vec!["s1", "s2", "s3", "w1"]),
        ("lang:de", vec!["s3"]),
        ("lang:german", vec!["s3"]),
        ("tier:enterprise", vec!["w1"]),
        ("TIER:(enterprise OR smb)", vec!["s1", "s2", "w1"]),
        ("seats:10..200", vec!["w1"]),
        ("seats:<100", vec!["s1"]),
        ("-tier:smb source:survey", vec!["s3", "w1"]),
        ("export tier:smb", vec!["s1"]),
        ("group:passive OR lang:de", vec!["s1", "s3"]),
    ] {
        assert_eq!(corpus.found(query), expected, "{query}");
    }
}

#[test]
fn names_of_attributes_take_spaces_or_underscores() {
    let corpus = Corpus::new(
        vec![with(comment("1", 3, "slow"), "Lifecycle Stage", "On Board")],
        Vec::new(),
    );
    assert_eq!(corpus.found("lifecycle_stage:on_board"), ["1"]);
    assert_eq!(corpus.found("\"lifecycle stage\":\"on board\""), ["1"]);
}

#[test]
fn an_unknown_field_is_answered_with_the_known_ones() {
    let error = company().fails("export teir:smb");
    assert_eq!(error.to_string(), "there is no field `teir`");
    assert_eq!(error.at(), Some(Span { start: 7, end: 12 }));
    let hint = error.hint().unwrap();
    assert!(
        hint.contains("`group`, `wave`, `source`") && hint.contains("`tier`"),
        "{hint}"
    );
}

#[test]
fn an_unknown_value_is_answered_with_the_known_ones() {
    let error = company().fails("tier:gold");
    assert_eq!(error.to_string(), "`tier` is never `gold`");
    assert_eq!(
        error.hint().unwrap(),
        "the values are `Enterprise` and `Smb`"
    );
    assert_eq!(
        company().fails("rating:good").to_string(),
        "`good` is not a rating from 0 to 10"
    );
    assert_eq!(
        company().fails("date:april").to_string(),
        "`april` is not a day"
    );
    // A group nobody is in is no mistake.
    assert_eq!(Corpus::comments(&["x y"]).search("group:promoter").total, 0);
}

#[test]
fn what_no_field_can_hold_is_pointed_at() {
    let corpus = company();
    for (query, message, at) in [
        ("x date:2025-13", "`2025-13` is not a day", 7),
        ("date:2025-02-30", "`2025-02-30` is not a day", 5),
        ("date:2025-04..2025-14", "`2025-14` is not a day", 5),
        (
            "date:2025-05..2025-04",
            "`2025-05..2025-04` is not a range from low to high",
            5,
        ),
        ("é rating:11", "`11` is not a rating from 0 to 10", 9),
        ("rating:7.5", "`7.5` is not a rating from 0 to 10", 7),
        ("rating:0..12", "`12` is not a rating from 0 to 10", 7),
        ("rating:9..3", "`9..3` is not a range from low to high", 7),
        ("tier:", "`tier:` needs a value", 0),
        ("tier:\" \"", "`tier:` needs a value", 5),
    ] {
        let error = corpus.fails(query);
        assert_eq!(error.to_string(), message, "{query}");
        let place = error.at().unwrap().in_characters(query).0;
        assert_eq!(place, at, "{query}");
        assert!(error.hint().is_some(), "{query}");
    }
    for query in [
        "date:2024-02-29",
        "rating:0..10",
        "rating:>=0",
        "date:2025-04-02T10:00",
    ] {
        corpus.search(query);
    }
}

#[test]
fn fields_of_one_name_are_one_facet() {
    let hits = company().search("");
    let roles = hits.facets.iter().filter(|facet| facet.field == "role");
    let roles: Vec<_> = roles.map(|facet| facet.values.clone()).collect();
    let counted = ["decision maker", "interviewer", "participant"];
    assert_eq!(roles, [counted.map(|role| (role.to_owned(), 1))]);
}

#[test]
fn what_does_not_parse_is_pointed_at() {
    let at = |query: &str| {
        let error = Query::parse(query).expect_err(query);
        assert!(error.hint().is_some(), "{query}");
        (
            error.to_string(),
            error.at().unwrap().in_characters(query).0,
        )
    };
    let nothing_closes = |sign: char| format!("the `{sign}` is never closed");
    assert_eq!(at("naïve \"late invoice"), (nothing_closes('"'), 6));
    assert_eq!(at("a (b OR c"), (nothing_closes('('), 2));
    assert_eq!(at("a b)"), ("the `)` has no matching `(`".into(), 3));
    assert_eq!(
        at("a OR"),
        ("`OR` needs something to search for after it".into(), 2)
    );
    assert_eq!(at("OR a").1, 0);
    assert_eq!(at("a NOT").1, 2);
    assert_eq!(at("a ()").1, 2);
    assert_eq!(
        at("word~3"),
        ("a word may differ by 1 or 2 letters, not by 3".into(), 0)
    );
    assert_eq!(
        at("é lat*e"),
        ("a `*` can only stand for the end of a word".into(), 5)
    );
    assert_eq!(at("*ate").1, 0);
    assert_eq!(
        at("\"two words\"~x"),
        ("`x` is not a number of words".into(), 12)
    );
    assert_eq!(
        at("word~x"),
        ("a word may differ by 1 or 2 letters, not by x".into(), 0)
    );
    assert_eq!(
        at("hi @united"),
        ("there is no word to search for in `@united`".into(), 3)
    );
    assert_eq!(at("x tier: gold"), ("`tier:` needs a value".into(), 2));
    assert_eq!(at("\"\"").1, 0);
    assert_eq!(at("???").1, 0);
}

#[test]
fn facets_count_all_hits() {
    let corpus = company();
    let query = Query::parse("").unwrap();
    let options = SearchOptions {
        limit: 1,
        ..SearchOptions::default()
    };
    let hits = corpus.index.search(&query, &options).unwrap();
    let facet = |name: &str| {
        let mut facets = hits.facets.iter().filter(|facet| facet.field == name);
        facets.next().unwrap().values.clone()
    };
    assert_eq!((hits.total, hits.hits.len()), (6, 1));
    let pair = |name: &str, count| (name.to_owned(), count);
    assert_eq!(
        facet("group"),
        [
            pair("promoter", 2),
            pair("detractor", 1),
            pair("passive", 1)
        ]
    );
    assert_eq!(facet("source"), [pair("survey", 4), pair("interview", 2)]);
    assert_eq!(facet("tier"), [pair("Smb", 2), pair("Enterprise", 1)]);
    assert_eq!(
        facet("account"),
        [pair("Van Loon Liften", 3), pair("Kade 12", 1)]
    );
    assert_eq!(facet("speaker"), [pair("Bo", 1), pair("Hanne Vos", 1)]);
}

#[test]
fn hits_are_sorted_as_asked_and_those_without_come_last() {
    let corpus = company();
    let order = |sort| -> Vec<String> {
        let options = SearchOptions {
            sort,
            ..SearchOptions::default()
        };
        let hits = corpus
            .index
            .search(&Query::parse("").unwrap(), &options)
            .unwrap()
            .hits;
        hits.iter().map(|hit| corpus.name(hit)).collect()
    };
    assert_eq!(
        order(Sort::Newest),
        ["s1", "s3", "hanne.md:0", "hanne.md:1", "s2", "w1"]
    );
    assert_eq!(
        order(Sort::Oldest),
        ["w1", "s2", "hanne.md:0", "hanne.md:1", "s1", "s3"]
    );
    assert_eq!(
        order(Sort::Highest),
        ["s3", "w1", "s1", "s2", "hanne.md:0", "hanne.md:1"]
    );
    assert_eq!(
        order(Sort::Lowest),
        ["s2", "s1", "w1", "s3", "hanne.md:0", "hanne.md:1"]
    );
}

#[test]
fn pages_join_to_the_whole_list() {
    let texts: Vec<String> = (0..30)
        .map(|number| format!("slow {}", "x ".repeat(number % 7)))
        .collect();
    let corpus = Corpus::comments(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    let query = Query::parse("slow").unwrap();
    let page = |offset, limit| {
        let options = SearchOptions {
            offset,
            limit,
            ..SearchOptions::default()
        };
        corpus.index.search(&query, &options).unwrap().hits
    };
    let pages: Vec<Hit> = (0..4).flat_map(|number| page(number * 8, 8)).collect();
    assert_eq!(pages, page(0, 100));
    assert_eq!(page(0, 0), []);
}

#[test]
fn the_whole_text_is_shown_on_request() {
    let long = format!("{}wrong invoice", "word ".repeat(200));
    let corpus = Corpus::comments(&[&long]);
    let query = Query::parse("invoice").unwrap();
    let shown = |context| {
        let options = SearchOptions {
            context,
            ..SearchOptions::default()
        };
        corpus
            .index
            .search(&query, &options)
            .unwrap()
            .hits
            .remove(0)
            .text
    };
    assert_eq!(shown(Context::Whole), long);
    let part = shown(Context::Characters(160));
    assert!(
        part.ends_with("wrong invoice") && part.len() <= 160,
        "{part}"
    );
}

/// Comments by their own words, so that corpora in other orders compare.
fn told(corpus: &Corpus, query: &str) -> Vec<(String, f32, String)> {
    let hits = corpus.search(query).hits;
    hits.iter()
        .map(|hit| (corpus.name(hit), hit.score, hit.text.clone()))
        .collect()
}

#[test]
fn shuffled_responses_give_the_same_hits_in_the_same_order() {
    let nouns = ["invoice", "export", "support", "price", "login"];
    let responses: Vec<Response> = (0..200)
        .map(|number| {
            let noun = nouns[number * 7 % 5];
            let other = nouns[number * 3 % 5];
            comment(
                &number.to_string(),
                5,
                &format!("the {noun} and the {other} are slow"),
            )
        })
        .collect();
    let mut shuffled = responses.clone();
    shuffled.sort_by_key(|response| response.record().bytes().rev().collect::<Vec<_>>());
    let (one, two) = (
        Corpus::new(responses, vec![]),
        Corpus::new(shuffled, vec![]),
    );
    for query in [
        "slow",
        "invoice OR export",
        "the slow price",
        "login~1",
        "s* group:detractor",
    ] {
        assert_eq!(told(&one, query), told(&two, query), "{query}");
    }
}

/// Builds the index of a single comment.
fn index_of(text: &str, dir: &Path, stamp: &str) -> Index {
    Index::build(dir, &Scale::default(), &[comment("1", 5, text)], &[], stamp).unwrap()
}

/// Every file of an index and what it holds.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            found.insert(name, std::fs::read(&path).unwrap());
        }
    }
    found
}

#[test]
fn the_same_corpus_gives_the_same_bytes() {
    let corpus = company();
    let built = || {
        let folder = TempDir::new().unwrap();
        Index::build(
            folder.path(),
            &Scale::default(),
            &corpus.responses,
            &corpus.interviews,
            "stamp",
        )
        .unwrap();
        files(folder.path())
    };
    assert_eq!(built(), built());
}

#[test]
fn an_index_of_another_corpus_is_not_opened() {
    let folder = TempDir::new().unwrap();
    let dir = folder.path();
    assert!(Index::open(dir, "one").unwrap().is_none());
    index_of("slow", dir, "one");
    assert!(Index::open(dir, "one").unwrap().is_some());
    assert!(Index::open(dir, "two").unwrap().is_none());
}

#[test]
fn a_killed_build_leaves_the_old_index_usable() {
    let folder = TempDir::new().unwrap();
    let dir = folder.path();
    index_of("slow", dir, "one");
    std::fs::create_dir_all(dir.join("building/0")).unwrap();
    std::fs::write(dir.join("building/0/half.store"), "half").unwrap();
    std::fs::write(dir.join("current.new"), "{\"vers").unwrap();
    let index = Index::open(dir, "one").unwrap().unwrap();
    let query = Query::parse("slow").unwrap();
    let found = |index: &Index| {
        let hits = index.search(&query, &SearchOptions::default());
        hits.unwrap().total
    };
    assert_eq!(found(&index), 1);
    // The next build clears up, and the old index, still open, answers on.
    let built = index_of("fast", dir, "two");
    assert_eq!(found(&built), 0);
    assert_eq!(found(&index), 1);
    assert!(!dir.join("building").exists());
}

#[test]
fn a_damaged_index_is_as_good_as_none() {
    let folder = TempDir::new().unwrap();
    let dir = folder.path();
    index_of("slow", dir, "one");
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            std::fs::write(path.join("meta.json"), "{}").unwrap();
        }
    }
    assert!(Index::open(dir, "one").unwrap().is_none());
    std::fs::write(dir.join("current.json"), "no JSON").unwrap();
    assert!(Index::open(dir, "one").unwrap().is_none());
}

#[test]
fn an_empty_corpus_is_searched_like_any_other() {
    let mut silent = comment("1", 5, "  ");
    let corpus = Corpus::new(vec![silent.clone()], vec![]);
    assert_eq!(corpus.search("slow -fast x~1 y* \"a b\"").total, 0);
    silent.comment = None;
    assert_eq!(Corpus::new(vec![silent], vec![]).search("").total, 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_query_is_answered_or_pointed_at(
        query in r#"([a-zé"“(): *~.<>=0-9-]|OR |NOT |AND |date:|rating:|tier:|invoice|😀|\PC){0,24}"#
    ) {
        thread_local!(static COMPANY: Corpus = company());
        COMPANY.with(|corpus| match corpus.try_search(&query) {
            Ok(hits) => for hit in &hits.hits {
                let text = corpus.text(hit);
                assert_eq!(hit.place.span().slice(text), hit.text);
                for span in &hit.matches {
                    assert!(!span.slice(text).is_empty());
                }
            },
            Err(error) => {
                let at = error.at().expect("a query's error has a place");
                at.in_characters(&query);
                assert!(error.hint().is_some());
            }
        });
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_is_found_by_its_words_and_marked(
        // Letters and marks of scripts without spaces meet more often than by chance.
        text in "(\\PC|[a豈の가กขຂက\u{301}\u{e48}\u{ec8}\u{1039}\u{17d2}]){1,40}"
    ) {
        let corpus = Corpus::comments(&[&text]);
        // A mark that clings to a quotation mark makes a word that cannot be quoted.
        for word in motif::text::words(&text).filter(|word| !word.text.contains(['"', '“', '”', '„', '«', '»'])) {
            let hits = corpus.search(&format!("\"{}\"", word.text));
            prop_assert_eq!(hits.total, 1, "{}", word.text);
            let start = word.span.start;
            for part in motif::text::searchable_words(word.text) {
                let span = part.span.shifted(start);
                let covers = |found: &motif::feedback::Span| {
                    found.start <= span.start && found.end >= span.end
                };
                prop_assert!(hits.hits[0].matches.iter().any(covers));
            }
        }
    }
}

#[test]
fn nesting_without_end_is_an_error() {
    let deep = "(".repeat(100_000);
    assert!(matches!(Query::parse(&deep), Err(Error::TooDeep { .. })));
    assert!(Query::parse(&format!("{}x", "-".repeat(100_000))).is_ok());
    assert!(Query::parse(&format!("{}x", "NOT ".repeat(100_000))).is_ok());
}

/// Comments in English of which some say the like in other words.
fn complaints() -> Corpus {
    let texts = [
        "the bill is far too expensive for what we get",
        "it costs us too much money every month",
        "the technician was friendly and on time",
        "the price went up again without any warning",
        "the app loses photos when there is no signal",
        "our bill came twice and nobody explained it",
    ];
    let numbered = texts.iter().enumerate();
    let responses = numbered.map(|(number, text)| {
        let tier = if number % 2 == 0 { "Smb" } else { "Enterprise" };
        with(comment(&number.to_string(), 5, text), "tier", tier)
    });
    Corpus::by_meaning(responses.collect(), Vec::new())
}

#[test]
fn what_says_the_like_is_found_beside_the_words_and_marked_as_such() {
    let corpus = complaints();
    let hits = corpus.search("expensive");
    assert_eq!(hits.total, 1);
    assert!(!hits.hits[0].is_similar && corpus.name(&hits.hits[0]) == "0");
    let similar: Vec<&Hit> = hits.hits.iter().filter(|hit| hit.is_similar).collect();
    assert_eq!(similar.len(), hits.similar);
    assert!(
        similar.iter().any(|hit| corpus.name(hit) == "1"),
        "{similar:?}"
    );
    assert!(
        similar.iter().all(|hit| corpus.name(hit) != "2"),
        "{similar:?}"
    );
    assert!(
        similar
            .iter()
            .all(|hit| hit.nearness.is_some_and(|near| near >= 0.25))
    );
}

#[test]
fn what_stands_in_quotes_and_what_is_filtered_holds_for_the_like_too() {
    let corpus = complaints();
    let found = |query: &str| {
        let hits = corpus.search(query).hits;
        hits.iter().map(|hit| corpus.name(hit)).collect::<Vec<_>>()
    };
    assert!(
        found("expensive tier:enterprise")
            .iter()
            .all(|id| ["1", "3", "5"].contains(&id.as_str()))
    );
    assert!(!found("expensive tier:enterprise").is_empty());
    assert_eq!(found("\"expensive\""), ["0"]);
    assert!(
        found("expensive \"bill\"")
            .iter()
            .all(|id| ["0", "5"].contains(&id.as_str()))
    );
    assert!(!found("expensive -money").contains(&"1".to_owned()));
}

#[test]
fn exact_means_no_other_form_and_nothing_alike() {
    let corpus = complaints();
    let exact = |query: &str| {
        let query = Query::parse(query).unwrap().exact();
        corpus
            .index
            .search(&query, &SearchOptions::default())
            .unwrap()
    };
    assert_eq!((exact("bills").total, exact("bills").similar), (0, 0));
    assert_eq!(exact("bill").total, 2);
    assert_eq!(exact("bill -twice").total, 1);
    assert_eq!(exact("bi* tier:smb").total, 1);
}

#[test]
fn no_hit_of_the_words_gives_way_to_what_is_only_alike() {
    let mut responses: Vec<Response> = (0..9)
        .map(|number| {
            comment(
                &number.to_string(),
                5,
                &format!("zugzwang {}", "x ".repeat(40 * number)),
            )
        })
        .collect();
    responses
        .extend((9..60).map(|number| comment(&number.to_string(), 5, "a forced move in chess")));
    let corpus = Corpus::by_meaning(responses, Vec::new());
    let options = SearchOptions {
        limit: 10,
        ..SearchOptions::default()
    };
    let hits = corpus
        .index
        .search(&Query::parse("zugzwang").unwrap(), &options)
        .unwrap();
    let of_words = hits.hits.iter().filter(|hit| !hit.is_similar);
    assert_eq!((hits.total, of_words.count()), (9, 9));
}

#[test]
fn pages_of_both_lists_join_and_show_nothing_twice() {
    let corpus = complaints();
    let query = Query::parse("too expensive").unwrap();
    let page = |offset, limit| {
        let options = SearchOptions {
            offset,
            limit,
            ..SearchOptions::default()
        };
        corpus.index.search(&query, &options).unwrap().hits
    };
    let pages: Vec<String> = (0..6)
        .flat_map(|at| page(at, 1))
        .map(|hit| corpus.name(&hit))
        .collect();
    let mut distinct = pages.clone();
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), pages.len(), "{pages:?}");
    assert!(pages.len() > 1 && pages[0] == "0", "{pages:?}");
}

#[test]
fn more_like_a_comment_leaves_it_out_and_keeps_to_the_query() {
    let corpus = complaints();
    let Place::Comment { response, span } = corpus.search("\"costs\"").hits[0].place else {
        panic!("a comment was expected");
    };
    let text = corpus.responses[response].comment.clone().unwrap();
    let like = |query: &str| {
        let query = Query::parse(query).unwrap();
        let except = Some(Place::Comment { response, span });
        let hits = corpus
            .index
            .similar(&text, except, &query, &SearchOptions::default())
            .unwrap();
        hits.hits
            .iter()
            .map(|hit| corpus.name(hit))
            .collect::<Vec<_>>()
    };
    assert!(!like("").contains(&"1".to_owned()) && !like("").is_empty());
    assert!(
        like("tier:enterprise")
            .iter()
            .all(|id| ["3", "5"].contains(&id.as_str()))
    );
}

#[test]
fn vectors_are_the_same_bytes_again_and_made_again_when_cut_short() {
    let folder = TempDir::new().unwrap();
    let responses = [comment("1", 5, "too slow"), comment("2", 5, "a dear bill")];
    let vectors = || -> (std::path::PathBuf, Vec<u8>) {
        let index = Index::build(folder.path(), &Scale::default(), &responses, &[], "one").unwrap();
        index
            .with_embedder(Arc::new(VectorSource::Builtin), &responses, &[])
            .unwrap();
        let dirs = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().path());
        let files = dirs
            .filter(|path| path.is_dir())
            .flat_map(|dir| std::fs::read_dir(dir).unwrap());
        let mut files = files.map(|entry| entry.unwrap().path());
        let path = files
            .find(|path| path.extension().is_some_and(|ending| ending == "vectors"))
            .unwrap();
        let bytes = std::fs::read(&path).unwrap();
        (path, bytes)
    };
    let (path, bytes) = vectors();
    assert_eq!(vectors().1, bytes);
    std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    let index = Index::open(folder.path(), "one").unwrap().unwrap();
    index
        .with_embedder(Arc::new(VectorSource::Builtin), &responses, &[])
        .unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
}

#[test]
fn so_many_passages_are_shown_around_a_hit() {
    let corpus = Corpus::comments(&[
        "One thing here. Two things there. The invoice is late. Four more things. Five of them.",
    ]);
    let query = Query::parse("invoice").unwrap();
    let shown = |passages| {
        let options = SearchOptions {
            context: Context::Passages(passages),
            ..SearchOptions::default()
        };
        corpus
            .index
            .search(&query, &options)
            .unwrap()
            .hits
            .remove(0)
            .text
    };
    assert_eq!(shown(0), "The invoice is late.");
    assert_eq!(
        shown(1),
        "Two things there. The invoice is late. Four more things."
    );
    assert_eq!(shown(9).len(), 86);
}

#[test]
fn the_turn_before_is_told_where_a_turn_has_no_more_passages() {
    let notes = notes(
        "hanne.md",
        "Bo: How is it? Does it work?\nHanne Vos: Never.\nBo: Why?\n",
    );
    let around = search::around(&notes, 1, notes.turns[1].span, 1);
    let said = |(turn, span): &(usize, Span)| (*turn, span.slice(&notes.text).to_owned());
    assert_eq!(
        around.before.iter().map(said).collect::<Vec<_>>(),
        [(0, "Does it work?".into())]
    );
    assert_eq!(
        around.after.iter().map(said).collect::<Vec<_>>(),
        [(2, "Why?".into())]
    );
}
