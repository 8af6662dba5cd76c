//! A story as a Word document.

use std::fmt::Write;

use zip::result::ZipError;

use super::super::catalogue::{ReportLanguage, say};
use super::super::story::{Block, Story, StoryTable};
use super::super::words;
use super::{DECLARATION, content_types, escaped, language, package, relations};
use crate::study::Quote;

const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// Returns the bytes of a document.
pub fn document(story: &Story) -> Result<Vec<u8>, ZipError> {
    let mut body = paragraph("Title", &story.title);
    if !story.sources.is_empty() {
        body.push_str(&paragraph("Subtitle", &story.sources));
    }
    for block in &story.blocks {
        body.push_str(&written(block, story));
    }
    let document = format!(
        r#"{DECLARATION}<w:document xmlns:w="{MAIN}"><w:body>{body}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>"#
    );
    package(&[
        (
            "[Content_Types].xml".into(),
            content_types(&[
                ("word/document.xml".into(), "wordprocessingml.document.main"),
                ("word/styles.xml".into(), "wordprocessingml.styles"),
            ]),
        ),
        (
            "_rels/.rels".into(),
            relations([(1, "officeDocument", "word/document.xml".into())]),
        ),
        (
            "word/_rels/document.xml.rels".into(),
            relations([(1, "styles", "styles.xml".into())]),
        ),
        ("word/styles.xml".into(), styles()),
        ("word/document.xml".into(), document),
    ])
}

fn written(block: &Block, story: &Story) -> String {
    match block {
        Block::Heading(title) => paragraph("Heading1", title),
        Block::Subheading(title) => paragraph("Heading2", title),
        Block::Minor(title) => paragraph("Heading3", title),
        Block::Verdict(text) => paragraph("Verdict", text),
        Block::Paragraph(text) => paragraph("Normal", text),
        Block::Caution(text) => paragraph("Normal", &format!("! {}", &**text)),
        Block::Points(points) => points.iter().map(|point| item("•", point)).collect(),
        Block::Steps(steps) => (1..)
            .zip(steps)
            .map(|(number, step)| item(&format!("{number}."), step))
            .collect(),
        Block::Findings(found) => (1..)
            .zip(found)
            .map(|(number, finding)| {
                let said = item(&format!("{number}."), &finding.sentence());
                let quoted = finding.quote.iter().map(|said| quote(said, story));
                said + &quoted.collect::<String>()
            })
            .collect(),
        Block::Quotes(quotes) => quotes.iter().map(|said| quote(said, story)).collect(),
        Block::Table(table) => self::table(table),
        Block::Waterfall(fall) => {
            let rows = fall
                .steps
                .iter()
                .map(|step| vec![step.label.clone(), words::signed_tenths(step.points)]);
            table(&StoryTable {
                head: vec![String::new(), say!("points").into()],
                rows: rows.collect(),
                right: vec![1],
            })
        }
    }
}

fn quote(said: &Quote, story: &Story) -> String {
    let by = words::said_by(said, &story.scale).join(" · ");
    let place = words::place(said);
    paragraph("Quote", &say!("“{text}”", text = said.text))
        + &paragraph("Source", &format!("{by} · {place}"))
}

fn paragraph(style: &str, text: &str) -> String {
    format!(
        r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{}</w:p>"#,
        run(text)
    )
}

fn item(mark: &str, text: &str) -> String {
    format!(
        r#"<w:p><w:pPr><w:pStyle w:val="Item"/></w:pPr>{}<w:r><w:tab/></w:r>{}</w:p>"#,
        run(mark),
        run(text)
    )
}

fn run(text: &str) -> String {
    format!(
        r#"<w:r><w:t xml:space="preserve">{}</w:t></w:r>"#,
        escaped(text)
    )
}

fn table(table: &StoryTable) -> String {
    let cell = |text: &str, at: usize, is_head: bool| {
        let side = if table.right.contains(&at) {
            "right"
        } else {
            "left"
        };
        let style = if is_head { "TableHead" } else { "TableCell" };
        format!(
            r#"<w:tc><w:tcPr/><w:p><w:pPr><w:pStyle w:val="{style}"/><w:jc w:val="{side}"/></w:pPr>{}</w:p></w:tc>"#,
            run(text)
        )
    };
    let row = |cells: &[String], is_head: bool| {
        let cells = cells.iter().enumerate();
        let cells: String = cells.map(|(at, text)| cell(text, at, is_head)).collect();
        format!("<w:tr>{cells}</w:tr>")
    };
    let columns = "<w:gridCol/>".repeat(table.head.len());
    let rows: String = table.rows.iter().map(|cells| row(cells, false)).collect();
    format!(
        r#"<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders><w:top w:val="single" w:sz="4" w:color="999999"/><w:bottom w:val="single" w:sz="4" w:color="999999"/><w:insideH w:val="single" w:sz="2" w:color="CCCCCC"/></w:tblBorders><w:tblLayout w:type="autofit"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{}{rows}</w:tbl>{}"#,
        row(&table.head, true),
        paragraph("Normal", "")
    )
}

/// The look of a kind of paragraph.
struct ParagraphStyle {
    id: &'static str,
    name: &'static str,
    /// Half points.
    size: u32,
    /// Space before and after, in twentieths of a point.
    space: [u32; 2],
    look: &'static str,
    /// What stands before the spacing, in the order of the schema.
    first: &'static str,
    /// What stands after it.
    last: &'static str,
}

const KEEP: &str = "<w:keepNext/>";
const GREY: &str = r#"<w:color w:val="666666"/>"#;
const INDENTED: &str = r#"<w:ind w:left="426"/>"#;

#[rustfmt::skip]
const STYLES: [ParagraphStyle; 11] = [
    ParagraphStyle { id: "Title", name: "Title", size: 40, space: [0, 120], look: "<w:b/>", first: "", last: "" },
    ParagraphStyle { id: "Subtitle", name: "Subtitle", size: 18, space: [0, 240], look: GREY, first: "", last: "" },
    ParagraphStyle { id: "Heading1", name: "heading 1", size: 30, space: [360, 120], look: "<w:b/>", first: KEEP, last: r#"<w:outlineLvl w:val="0"/>"# },
    ParagraphStyle { id: "Heading2", name: "heading 2", size: 24, space: [240, 80], look: "<w:b/>", first: KEEP, last: r#"<w:outlineLvl w:val="1"/>"# },
    ParagraphStyle { id: "Heading3", name: "heading 3", size: 21, space: [160, 60], look: "<w:b/>", first: KEEP, last: r#"<w:outlineLvl w:val="2"/>"# },
    ParagraphStyle { id: "Verdict", name: "Verdict", size: 26, space: [60, 160], look: "<w:b/>", first: "", last: "" },
    ParagraphStyle { id: "Item", name: "Item", size: 21, space: [0, 80], look: "", first: r#"<w:tabs><w:tab w:val="left" w:pos="426"/></w:tabs>"#, last: r#"<w:ind w:left="426" w:hanging="426"/>"# },
    ParagraphStyle { id: "Quote", name: "Quote", size: 21, space: [80, 0], look: "<w:i/>", first: KEEP, last: INDENTED },
    ParagraphStyle { id: "Source", name: "Source", size: 17, space: [0, 120], look: GREY, first: "", last: INDENTED },
    ParagraphStyle { id: "TableHead", name: "Table head", size: 17, space: [20, 20], look: "<w:b/>", first: KEEP, last: "" },
    ParagraphStyle { id: "TableCell", name: "Table cell", size: 18, space: [20, 20], look: "", first: "", last: "" },
];

fn styles() -> String {
    // English is left to the office program.
    let spoken = match ReportLanguage::spoken() {
        ReportLanguage::English => String::new(),
        _ => format!(r#"<w:lang w:val="{}"/>"#, language()),
    };
    let mut xml = format!(
        r#"{DECLARATION}<w:styles xmlns:w="{MAIN}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:sz w:val="21"/>{spoken}</w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:pPr><w:spacing w:before="0" w:after="120"/></w:pPr></w:style>"#
    );
    for style in STYLES {
        let ParagraphStyle {
            id,
            name,
            size,
            space: [before, after],
            look,
            first,
            last,
        } = style;
        let _ = write!(
            xml,
            r#"<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:pPr>{first}<w:spacing w:before="{before}" w:after="{after}"/>{last}</w:pPr><w:rPr>{look}<w:sz w:val="{size}"/></w:rPr></w:style>"#
        );
    }
    xml + "</w:styles>"
}
