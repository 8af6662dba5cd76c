//! A real browser, told what to do (`WebDriver`; Chromium and its driver).

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::desk::Served;

/// A browser with one window.
pub(crate) struct Browser {
    client: Client,
    runtime: Runtime,
    driver: Child,
    address: String,
    _profile: TempDir,
}

/// How long a page may take to come to be as it is waited for. A test that
/// waits this long fails; none is a moment slower for it.
const PATIENCE: Duration = Duration::from_secs(60);

impl Browser {
    /// Opens the page that is being served, in light or dark.
    pub(crate) fn at(served: &Served, width: u32, height: u32, flags: &[&str]) -> Self {
        let mut driver = Command::new(named("CHROMEDRIVER", &["chromedriver"]))
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let port = port(&mut driver);
        let profile = tempfile::tempdir().unwrap();
        let window = format!("--window-size={width},{height}");
        let folder = format!("--user-data-dir={}", profile.path().display());
        let mut arguments = vec![
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--no-first-run",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            &window,
            &folder,
        ];
        arguments.extend(flags);
        let capabilities = json!({
            "goog:chromeOptions": {
                "binary": named("CHROMIUM", &["chromium", "chromium-browser", "google-chrome"]),
                "args": arguments,
            },
            "goog:loggingPrefs": { "browser": "ALL" },
        });
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let client = runtime.block_on(async {
            ClientBuilder::new(HttpConnector::new())
                .capabilities(capabilities.as_object().unwrap().clone())
                .connect(&format!("http://127.0.0.1:{port}"))
                .await
                .unwrap()
        });
        let browser = Self {
            client,
            runtime,
            driver,
            address: format!("http://{}", served.host),
            _profile: profile,
        };
        browser.go(&served.door);
        browser.wait("main h1");
        browser
    }

    /// Goes to another page by its address.
    pub(crate) fn go(&self, path: &str) {
        let address = format!("{}{path}", self.address);
        self.runtime.block_on(self.client.goto(&address)).unwrap();
    }

    /// Waits for an element to be there.
    pub(crate) fn wait(&self, css: &str) {
        let waited = self.runtime.block_on(async {
            let wait = self.client.wait().at_most(PATIENCE);
            wait.for_element(Locator::Css(css)).await
        });
        if let Err(error) = waited {
            panic!("{css}: {error}\n{}", self.text("main"));
        }
    }

    /// Waits until an expression of the page is true.
    pub(crate) fn until(&self, condition: &str) {
        let pause = Duration::from_millis(50);
        let mut waited = Duration::ZERO;
        while self.script(&format!("return Boolean({condition})")) != json!(true) {
            assert!(
                waited < PATIENCE,
                "never: {condition}\n{}",
                self.text("main")
            );
            std::thread::sleep(pause);
            waited += pause;
        }
    }

    pub(crate) fn click(&self, css: &str) {
        self.wait(css);
        let clicked = self.runtime.block_on(async {
            let element = self.client.find(Locator::Css(css)).await?;
            element.click().await
        });
        if let Err(error) = clicked {
            panic!("{css}: {error}");
        }
    }

    /// Clicks what bears these words.
    pub(crate) fn press(&self, name: &str) {
        let path = format!(
            "//*[self::button or self::a][not(@hidden)][contains(normalize-space(.), '{name}')]"
        );
        self.runtime.block_on(async {
            let wait = self.client.wait().at_most(PATIENCE);
            wait.for_element(Locator::XPath(&path)).await.unwrap();
            for element in self.client.find_all(Locator::XPath(&path)).await.unwrap() {
                if element.is_displayed().await.unwrap() {
                    element.click().await.unwrap();
                    return;
                }
            }
            panic!("nothing to press is called {name}");
        });
    }

    /// Types into a field, after what is there is taken away.
    pub(crate) fn fill(&self, css: &str, text: &str) {
        self.wait(css);
        self.runtime.block_on(async {
            let field = self.client.find(Locator::Css(css)).await.unwrap();
            field.clear().await.unwrap();
            field.send_keys(text).await.unwrap();
        });
    }

    /// Types where the keyboard is.
    pub(crate) fn keys(&self, keys: &str) {
        self.runtime.block_on(async {
            let active = self.client.active_element().await.unwrap();
            active.send_keys(keys).await.unwrap();
        });
    }

    /// Chooses an option by its value.
    pub(crate) fn choose(&self, css: &str, value: &str) {
        self.wait(css);
        let chosen = self.runtime.block_on(async {
            let field = self.client.find(Locator::Css(css)).await?;
            field.select_by_value(value).await
        });
        chosen.unwrap();
    }

    /// Drags one element on another.
    pub(crate) fn drag(&self, from: &str, to: &str) {
        use fantoccini::actions::{InputSource, MouseActions, PointerAction};
        let moved = |css: &str| {
            let element = self
                .runtime
                .block_on(self.client.find(Locator::Css(css)))
                .unwrap();
            PointerAction::MoveToElement {
                element,
                duration: Some(Duration::from_millis(200)),
                x: 0.0,
                y: 0.0,
            }
        };
        let button = fantoccini::actions::MOUSE_BUTTON_LEFT;
        let actions = MouseActions::new("mouse".into())
            .then(moved(from))
            .then(PointerAction::Down { button })
            .then(moved(to))
            .then(moved(to))
            .then(PointerAction::Up { button });
        self.runtime
            .block_on(self.client.perform_actions(actions))
            .unwrap();
    }

    /// Returns the words of an element.
    pub(crate) fn text(&self, css: &str) -> String {
        let text = self.runtime.block_on(async {
            let element = self.client.find(Locator::Css(css)).await.ok()?;
            element.text().await.ok()
        });
        text.unwrap_or_default()
    }

    /// Runs a script in the page and returns what it returns.
    pub(crate) fn script(&self, script: &str) -> Value {
        self.runtime
            .block_on(self.client.execute(script, Vec::new()))
            .unwrap()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.runtime.block_on(self.client.clone().close());
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// Returns a program: that named by a variable, else one found in `$PATH`.
fn named(variable: &str, names: &[&str]) -> String {
    if let Ok(named) = std::env::var(variable) {
        return named;
    }
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&folders)
        .flat_map(|folder| names.iter().map(move |name| folder.join(name)))
        .find(|path| path.is_file());
    let found = found.unwrap_or_else(|| {
        panic!(
            "these tests need {}: `./test` installs it, {variable}=/path names one",
            names[0]
        )
    });
    found.to_str().unwrap().to_owned()
}

/// Returns the port a driver says it listens on.
fn port(driver: &mut Child) -> u16 {
    let lines = BufReader::new(driver.stdout.as_mut().unwrap()).lines();
    for line in lines.map_while(Result::ok) {
        if let Some((_, port)) = line.split_once("successfully on port ") {
            return port.trim_end_matches('.').parse().unwrap();
        }
    }
    panic!("the driver of the browser did not start");
}
