-- A number with its trunk prefix behind the country's code was taken as another one; who opted out by it has opted out.
ALTER TABLE "wave_contact" ADD COLUMN "mobile_trunk_hash" TEXT;
