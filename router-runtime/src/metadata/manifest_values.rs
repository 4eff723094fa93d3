//! The enumerated values of web application manifests.

use super::members::{Member, words};
use serde_json::Value;

words! {
    /// The part of the browser's interface that is shown around the application.
    Display {
        /// Nothing; the application uses the full screen.
        Fullscreen = "fullscreen",
        /// A window like that of a native application.
        Standalone = "standalone",
        /// A window with a minimum of navigation controls.
        MinimalUi = "minimal-ui",
        /// A normal browser tab.
        Browser = "browser",
        /// As `Standalone`, but the application draws the title bar; for `display_override` of the manifest.
        WindowControlsOverlay = "window-controls-overlay",
    }
}

words! {
    /// The orientation of the screen.
    Orientation {
        /// Any orientation.
        Any = "any",
        /// The natural orientation of the device.
        Natural = "natural",
        /// Either landscape orientation.
        Landscape = "landscape",
        /// The primary landscape orientation.
        LandscapePrimary = "landscape-primary",
        /// The secondary landscape orientation.
        LandscapeSecondary = "landscape-secondary",
        /// Either portrait orientation.
        Portrait = "portrait",
        /// The primary portrait orientation.
        PortraitPrimary = "portrait-primary",
        /// The secondary portrait orientation.
        PortraitSecondary = "portrait-secondary",
    }
}

words! {
    /// A text direction.
    Dir {
        /// Determined by the text.
        Auto = "auto",
        /// Left to right.
        Ltr = "ltr",
        /// Right to left.
        Rtl = "rtl",
    }
}

words! {
    /// The screens that a screenshot is for.
    FormFactor {
        /// Narrow screens, such as those of phones.
        Narrow = "narrow",
        /// Wide screens, such as those of desktop computers.
        Wide = "wide",
    }
}

words! {
    /// The window in which an application is launched.
    ClientMode {
        /// The browser decides.
        Auto = "auto",
        /// An existing window, which handles the launch itself.
        FocusExisting = "focus-existing",
        /// An existing window, which navigates to the new URL.
        NavigateExisting = "navigate-existing",
        /// A new window.
        NavigateNew = "navigate-new",
    }
}
