//! A browser with one window.

use crate::driver::Driver;
use fantoccini::{Client, ClientBuilder, Locator, elements::Element};
use hyper_util::client::legacy::connect::HttpConnector;
use router_tests::program::Program;
use serde_json::{Value, json};
use std::{fs, net::SocketAddr, path::Path, time::Duration};

const PATIENCE: Duration = Duration::from_secs(60);

/// Disables everything except the pages: GPU, DNS, updates. The sandbox does not work for root.
const FLAGS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
];

/// The device that the window emulates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    DeskByDay,
    DeskByNight,
    PhoneByDay,
    PhoneByNight,
}

impl Place {
    pub(crate) const ALL: [Self; 4] = [
        Self::DeskByDay,
        Self::DeskByNight,
        Self::PhoneByDay,
        Self::PhoneByNight,
    ];

    fn is_dark(self) -> bool {
        matches!(self, Self::DeskByNight | Self::PhoneByNight)
    }

    fn is_phone(self) -> bool {
        matches!(self, Self::PhoneByDay | Self::PhoneByNight)
    }
}

/// A browser, closed by [`close`](Self::close) or with its driver.
#[derive(Debug)]
pub(crate) struct Window {
    client: Client,
    place: Place,
    site: String,
    _driver: Driver,
}

impl Window {
    pub(crate) async fn open(program: &Program, place: Place) -> Self {
        Self::open_at(program.address, place).await
    }

    pub(crate) async fn open_at(address: SocketAddr, place: Place) -> Self {
        let driver = Driver::start();
        let mut flags = FLAGS.to_vec();
        let mut options = json!({});
        if place.is_dark() {
            flags.push("--blink-settings=preferredColorScheme=0");
        }
        if place.is_phone() {
            let metrics = json!({ "width": 390, "height": 844, "pixelRatio": 2.0 });
            options["mobileEmulation"] = json!({ "deviceMetrics": metrics });
        } else {
            flags.push("--window-size=1280,900");
        }
        options["args"] = json!(flags);
        let mut capabilities = serde_json::Map::new();
        capabilities.insert("goog:chromeOptions".to_owned(), options);
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&driver.url)
            .await
            .expect("a browser starts");
        Self {
            client,
            place,
            site: format!("http://{address}"),
            _driver: driver,
        }
    }

    pub(crate) async fn go(&self, path: &str) {
        let url = format!("{}{path}", self.site);
        self.client.goto(&url).await.unwrap();
    }

    /// Waits for an element.
    pub(crate) async fn find(&self, selector: &str) -> Element {
        let wait = self.client.wait().at_most(PATIENCE);
        let found = wait.for_element(Locator::Css(selector)).await;
        match found {
            Ok(element) => element,
            Err(error) => {
                let page = self.client.source().await.unwrap_or_default();
                panic!("no `{selector}`: {error}\n{page}");
            }
        }
    }

    pub(crate) async fn click(&self, selector: &str) {
        self.find(selector).await.click().await.unwrap();
    }

    /// Waits until the element holds that text.
    pub(crate) async fn wait_for_text(&self, selector: &str, text: &str) {
        let mut got = String::new();
        for _ in 0..PATIENCE.as_millis() / 100 {
            // The page may replace the element meanwhile.
            if let Ok(found) = self.find(selector).await.text().await {
                got = found;
            }
            if got.contains(text) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("`{selector}` never held {text:?}, but {got:?}");
    }

    pub(crate) async fn evaluate(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap()
    }

    /// The text of the response to a `fetch` of the page.
    pub(crate) async fn fetch(&self, path: &str) -> Value {
        let script = "const [path, done] = arguments;
                      fetch(path).then(it => it.text()).then(done, error => done(String(error)))";
        let arguments = vec![json!(path)];
        self.client.execute_async(script, arguments).await.unwrap()
    }

    /// Takes a screenshot of the page and asserts that it fits the window.
    pub(crate) async fn photograph(&self, name: &str) {
        let dark = "return matchMedia('(prefers-color-scheme: dark)').matches";
        assert_eq!(self.evaluate(dark).await, self.place.is_dark());
        let fits = "return document.documentElement.scrollWidth <= window.innerWidth";
        assert_eq!(self.evaluate(fits).await, true, "{name} is too wide");
        let place = match self.place {
            Place::DeskByDay => "desk",
            Place::DeskByNight => "desk-dark",
            Place::PhoneByDay => "phone",
            Place::PhoneByNight => "phone-dark",
        };
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("screenshots");
        fs::create_dir_all(&folder).unwrap();
        let picture = self.client.screenshot().await.unwrap();
        fs::write(folder.join(format!("{name}-{place}.png")), picture).unwrap();
    }

    pub(crate) async fn close(self) {
        self.client.close().await.unwrap();
    }
}
