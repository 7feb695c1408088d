package org.tarnlake.s3;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectNames;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The objects of a prefix, page by page. One thread at a time. */
final class S3Listing {
  private final S3Client reading;
  private final S3Requests requests;
  private final S3Names names;

  S3Listing(S3Bucket bucket) {
    this.reading = bucket.clients().reading;
    this.requests = bucket.requests();
    this.names = bucket.names();
  }

  /** As {@link org.tarnlake.store.ObjectStore#list}. */
  List<ObjectInfo> list(String prefix, String startAfter) {
    ListObjectsV2Request.Builder request =
        ListObjectsV2Request.builder()
            .bucket(requests.bucket)
            .prefix(names.keyPrefix(prefix))
            .requestPayer(requests.payer())
            .overrideConfiguration(S3Requests.within(0));
    if (!startAfter.isEmpty()) {
      request.startAfter(names.startKey(startAfter));
    }
    List<ObjectInfo> found = new ArrayList<>();
    ListObjectsV2Response page;
    do {
      page = reading.listObjectsV2(request.build());
      for (S3Object each : page.contents()) {
        String name = names.name(each.key());
        // Directory buckets know no start, and S3Proxy takes a dot for a folder.
        if (name != null
            && name.startsWith(prefix)
            && ObjectNames.ORDER.compare(name, startAfter) > 0) {
          found.add(new ObjectInfo(name, each.size(), each.lastModified().toEpochMilli()));
        }
      }
      request.continuationToken(page.nextContinuationToken());
    } while (Boolean.TRUE.equals(page.isTruncated()));
    // Directory buckets keep no order; the others cost one pass.
    found.sort(Comparator.comparing(ObjectInfo::name, ObjectNames.ORDER));
    return found;
  }
}
