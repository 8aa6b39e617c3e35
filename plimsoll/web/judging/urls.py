"""Addresses of what people decide about the order of work."""

from django.urls import path

from plimsoll.web.judging import countersign, firm, judge, place, put_off, review, spread, what_if

urlpatterns = [
    path("cases/<uuid:case>/judge", judge.judge, name="case-judge"),
    path("cases/<uuid:case>/place", place.place, name="case-place"),
    path("cases/<uuid:case>/place/end", place.place_end, name="case-place-end"),
    path("cases/<uuid:case>/countersigning", countersign.countersign, name="case-countersign"),
    path("countersigning", countersign.to_countersign, name="to-countersign"),
    path("cases/<uuid:case>/put-off/countersigning", countersign.countersign_visit, name="case-countersign-visit"),
    path("cases/<uuid:case>/put-off", put_off.put_off, name="case-put-off"),
    path("cases/<uuid:case>/put-off/end", put_off.put_off_end, name="case-put-off-end"),
    path("cases/<uuid:case>/what-if", what_if.what_if, name="case-what-if"),
    path("cases/<uuid:case>/close-call", firm.close_call, name="case-close-call"),
    path("my-judgements", spread.my_judgements, name="my-judgements"),
    path("workers/<uuid:worker>/firmness", firm.firm, name="firmness"),
    path("workers/<uuid:worker>/reviews", review.reviews, name="reviews"),
    path("workers/<uuid:worker>/reviews/new", review.confirm, name="review-new"),
    path("reviews/<uuid:review>", review.review, name="review"),
    path("reviews/<uuid:review>/answer", review.answer, name="review-answer"),
]
