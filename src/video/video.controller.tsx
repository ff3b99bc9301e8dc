import { Body, Controller, Get, HttpCode, Param, Post, Req, Res, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Scoped } from '../auth/scopes.js';
import { languageIn } from '../pages/html.js';
import { OpenPages } from '../pages/open-pages.js';
import { OpeningIsVisit } from '../places/visits.js';
import { Problem } from '../problems/problem.js';
import { VideoFiles } from './files.js';
import { Viewers } from './viewers.js';
import { VideoPage } from './video-page.js';
import type { Watched } from './watching.js';
import { VIDEO_WORDS } from './words.js';

const milliseconds = z.int().min(0).max(86_400_000);

/** What the page's script reports. */
export const watchReportSchema = z.strictObject({
  sitting: z.string().regex(/^[0-9a-f]{32}$/),
  played: z.array(z.strictObject({ from: milliseconds, to: milliseconds, took: milliseconds })).max(200),
});

export type WatchReportSent = z.output<typeof watchReportSchema>;

const FOR_EVER = 'public, max-age=31536000, immutable';

/** The bill-explainer: its page, its files, and what has been played of it. */
@ApiExcludeController()
@Scoped('none')
@Controller()
export class VideoController {
  constructor(
    private readonly files: VideoFiles,
    private readonly viewers: Viewers,
    private readonly pages: OpenPages,
  ) {}

  @Get(':language/video')
  @UseInterceptors(OpeningIsVisit)
  page(
    @Param('language') address: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const viewer = this.viewers.viewer(request);
    return this.pages.answer(reply, address, (language) => ({
      title: VIDEO_WORDS[language].title,
      path: 'video',
      content: <VideoPage language={language} files={this.files} viewer={viewer} />,
    }));
  }

  /** In ranges, as players ask for them. */
  @Get('video/:hash/:file')
  file(@Param('hash') hash: string, @Param('file') name: string, @Res() reply: FastifyReply): void {
    const file = this.files.at(hash, name);
    if (!file)
      throw new Problem(404, 'not-found', 'There is no such file: open the page of the video again.');
    void reply.header('cache-control', FOR_EVER).sendFile(file, { cacheControl: false });
  }

  @Post(':language/video/played')
  @HttpCode(200)
  async played(
    @Param('language') language: string,
    @Req() request: FastifyRequest,
    @Body({ schema: watchReportSchema }) report: WatchReportSent,
  ): Promise<Watched> {
    if (!languageIn(language)) throw new Problem(404, 'not-found', 'The video speaks German and English.');
    return this.viewers.hear(request, report);
  }
}
