//! The words of the table's paths, as constants of whatever a matcher compares.

macro_rules! words {
    ($Word:ty, $word:path) => {
        $crate::github::handwritten::words::constants! { $Word, $word,
            AUTHORIZATIONS "authorizations"
            APPLICATIONS "applications"
            TOKENS "tokens"
            EVENTS "events"
            REPOS "repos"
            NETWORKS "networks"
            ORGS "orgs"
            USERS "users"
            RECEIVED_EVENTS "received_events"
            PUBLIC "public"
            FEEDS "feeds"
            NOTIFICATIONS "notifications"
            THREADS "threads"
            SUBSCRIPTION "subscription"
            STARGAZERS "stargazers"
            STARRED "starred"
            USER "user"
            SUBSCRIBERS "subscribers"
            SUBSCRIPTIONS "subscriptions"
            GISTS "gists"
            STAR "star"
            GIT "git"
            BLOBS "blobs"
            COMMITS "commits"
            REFS "refs"
            TAGS "tags"
            TREES "trees"
            ISSUES "issues"
            ASSIGNEES "assignees"
            COMMENTS "comments"
            LABELS "labels"
            MILESTONES "milestones"
            EMOJIS "emojis"
            GITIGNORE "gitignore"
            TEMPLATES "templates"
            META "meta"
            RATE_LIMIT "rate_limit"
            MEMBERS "members"
            PUBLIC_MEMBERS "public_members"
            TEAMS "teams"
            PULLS "pulls"
            FILES "files"
            MERGE "merge"
            REPOSITORIES "repositories"
            CONTRIBUTORS "contributors"
            LANGUAGES "languages"
            BRANCHES "branches"
            COLLABORATORS "collaborators"
            README "readme"
            KEYS "keys"
            DOWNLOADS "downloads"
            FORKS "forks"
            HOOKS "hooks"
            RELEASES "releases"
            ASSETS "assets"
            STATS "stats"
            COMMIT_ACTIVITY "commit_activity"
            CODE_FREQUENCY "code_frequency"
            PARTICIPATION "participation"
            PUNCH_CARD "punch_card"
            STATUSES "statuses"
            SEARCH "search"
            CODE "code"
            LEGACY "legacy"
            EMAIL "email"
            EMAILS "emails"
            FOLLOWERS "followers"
            FOLLOWING "following"
        }
    };
}

macro_rules! constants {
    ($Word:ty, $word:path, $($name:ident $text:literal)*) => {
        $(pub(super) const $name: $Word = $word($text);)*
    };
}

pub(crate) use {constants, words};
