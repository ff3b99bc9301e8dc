-- The articles of the help, as the command migrate brought them in from this release's files.
CREATE TABLE "help_article" (
    "language" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "markdown" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "search" tsvector NOT NULL,
    CONSTRAINT "help_article_pkey" PRIMARY KEY ("language", "slug"),
    CONSTRAINT "help_article_language" CHECK ("language" IN ('de', 'en'))
);

-- What has been played of the video within a participation, until it counts or is forgotten.
CREATE TABLE "video_progress" (
    "participation_id" UUID NOT NULL,
    "sittings" JSONB NOT NULL,
    "ranges" JSONB NOT NULL,
    "heard_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "video_progress_pkey" PRIMARY KEY ("participation_id")
);

CREATE INDEX "help_article_search_idx" ON "help_article" USING GIN ("search");
CREATE INDEX "video_progress_heard_at_idx" ON "video_progress"("heard_at");

ALTER TABLE "video_progress" ADD CONSTRAINT "video_progress_participation_id_fkey" FOREIGN KEY ("participation_id") REFERENCES "participation"("id") ON DELETE CASCADE ON UPDATE NO ACTION;
